using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jobs.Runtime.Tests.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>A start against what is no usable Redis says what it met, and the right thing to do.</summary>
public sealed class StartAdviceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_that_is_not_trusted_keeps_the_host_from_starting_and_is_not_taken_for_a_wrong_password()
    {
        using var certificate = SelfSigned();
        await using var server = new Stranger(async client =>
        {
            await using var tls = new SslStream(client);
            await tls.AuthenticateAsServerAsync(certificate);
        });
        using var host = Host(server.ConnectionString + ",ssl=true", new());

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));
        Assert.Contains("The certificate of the server is not trusted here", error.Message);
        Assert.DoesNotContain("password", error.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "What answers does not speak as Redis does")]
    [InlineData("", "The server or something on the way closed the connection")]
    public async Task What_is_no_Redis_is_named_and_the_host_starts(string answer, string step)
    {
        await using var server = new Stranger(async client =>
        {
            await client.ReadAtLeastAsync(new byte[1024], 1);
            await client.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer));
        });
        var log = new TestLog();
        using var host = Host(server.ConnectionString, log);
        await host.StartAsync(Ct);

        var line = Assert.Single(log.Of(LogIds.StartsWithoutRedis));
        Assert.Contains(step, line.Text);
        Assert.DoesNotContain("does not answer", line.Text);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_port_that_nobody_listens_on_is_named_with_the_reason()
    {
        await using var server = new Stranger(_ => Task.CompletedTask);
        server.Close();
        var log = new TestLog();
        using var host = Host(server.ConnectionString, log);
        await host.StartAsync(Ct);

        var line = Assert.Single(log.Of(LogIds.StartsWithoutRedis)).Text;
        Assert.Contains("UnableToConnect", line);
        Assert.Contains("Check that Redis runs and can be reached from here", line);
        await host.StopAsync(Ct);
    }

    private static IHost Host(string connectionString, TestLog log)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        log.Take(builder.Logging);
        builder.Services.AddJobs(jobs => jobs.UseRedis(connectionString));
        return builder.Build();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=not-trusted", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    /// <summary>Listens, does one thing with each connection, and closes it.</summary>
    private sealed class Stranger : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Task serving;

        public Stranger(Func<NetworkStream, Task> serve)
        {
            listener.Start();
            ConnectionString = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
            serving = Task.Run(async () =>
            {
                while (true)
                {
                    try
                    {
                        using var client = await listener.AcceptTcpClientAsync();
                        await serve(client.GetStream());
                    }
                    catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
                    {
                    }
                    catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
                    {
                        return;
                    }
                }
            });
        }

        public string ConnectionString { get; }

        public void Close() => listener.Stop();

        public async ValueTask DisposeAsync()
        {
            Close();
            await serving;
            listener.Dispose();
        }
    }
}
