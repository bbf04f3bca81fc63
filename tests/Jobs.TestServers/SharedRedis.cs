using System.Net.Sockets;
using Testcontainers.Redis;

namespace Jobs.TestServers;

/// <summary>Looks for a Redis: the one named by the environment, a container, or the program on the path.</summary>
internal static class SharedRedis
{
    public const string Variable = "JOBS_TEST_REDIS";
    private const string Image = "redis:7.4-alpine";

    public static async Task<Found> FindAsync()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return new(await TestServer.ConnectAsync(ServerKind.Redis, given, process: null)); // asked for by name: a failure is an error, not a skip

        var tried = new List<string> { $"{Variable} is not set" };
        if (await DockerAnswersAsync())
        {
            try { return await InContainerAsync(); }
            catch (Exception e) { tried.Add($"Docker could not run {Image}: {e.Message}"); }
        }
        else
        {
            tried.Add("no Docker engine answers");
        }

        if (RedisProcess.Program is null)
        {
            tried.Add("redis-server is not on the path");
            return new(null, "No Redis: " + string.Join("; ", tried) + ".");
        }
        var process = await RedisProcess.StartAsync(appendOnly: false);
        return new(await TestServer.ConnectAsync(ServerKind.Redis, process.ConnectionString, process));
    }

    private static async Task<Found> InContainerAsync()
    {
        var container = new RedisBuilder(Image)
            .WithCommand("redis-server", "--save", "", "--appendonly", "no", "--maxmemory-policy", "noeviction")
            .Build();
        try
        {
            await container.StartAsync();
            return new(await TestServer.ConnectAsync(ServerKind.Redis, container.GetConnectionString(), container));
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client program without an engine is common: only the engine's answer counts, and it comes at once or not at all.</summary>
    private static async Task<bool> DockerAnswersAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            var host = new Uri(Environment.GetEnvironmentVariable("DOCKER_HOST")
                ?? (OperatingSystem.IsWindows() ? "npipe://./pipe/docker_engine" : "unix:///var/run/docker.sock"));
            if (host.Scheme == "npipe")
                return File.Exists(@"\\.\pipe\" + host.Segments[^1]);

            using var http = new HttpClient(new SocketsHttpHandler
            {
                ConnectCallback = async (_, ct) =>
                {
                    var unix = host.Scheme == "unix";
                    var socket = new Socket(unix ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
                    try
                    {
                        await (unix ? socket.ConnectAsync(new UnixDomainSocketEndPoint(host.AbsolutePath), ct) : socket.ConnectAsync(host.Host, host.Port, ct));
                        return new NetworkStream(socket, ownsSocket: true);
                    }
                    catch
                    {
                        socket.Dispose();
                        throw;
                    }
                },
            });
            using var answer = await http.GetAsync("http://docker/_ping", timeout.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException)
        {
            return false;
        }
    }
}
