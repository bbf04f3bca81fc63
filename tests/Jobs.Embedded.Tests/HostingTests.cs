using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jobs.Embedded.Tests;

public sealed class HostingTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_job_runs_without_a_Redis_to_install()
    {
        using var host = Build(jobs => jobs.UseEmbeddedRedis().AddHandlers().AddWorker());
        await host.StartAsync(Ct);

        await Client(host).EnqueueNote(new("hello"));

        Assert.Equal("hello", await Notes(host).Begun.Task);
        Notes(host).MayEnd.SetResult();
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task What_a_worker_finishes_while_it_drains_is_stored_before_the_server_stops()
    {
        JobHandle job;
        using (var host = Build(jobs => jobs.UseEmbeddedRedis(server => server with { DataFolder = folder.Path }).AddHandlers().AddWorker()))
        {
            await host.StartAsync(Ct);
            job = await Client(host).EnqueueNote(new("slow"));
            await Notes(host).Begun.Task;
            var stopped = host.StopAsync(Ct);
            Assert.False(stopped.IsCompleted); // it waits for the handler
            Notes(host).MayEnd.SetResult();
            await stopped;
        }

        using var later = Build(jobs => jobs.UseEmbeddedRedis(server => server with { DataFolder = folder.Path }));
        await later.StartAsync(Ct);
        Assert.Equal(JobState.Completed, (await Client(later).GetAsync(job.Id, job.Queue, Ct))!.State);
        await later.StopAsync(Ct);
    }

    [Fact]
    public async Task A_job_stored_in_a_data_folder_runs_in_the_next_process()
    {
        using (var host = Build(jobs => jobs.UseEmbeddedRedis(server => server with { DataFolder = folder.Path })))
        {
            await host.StartAsync(Ct);
            await Client(host).EnqueueNote(new("yesterday"));
            await host.StopAsync(Ct);
        }

        using var next = Build(jobs => jobs.UseEmbeddedRedis(server => server with { DataFolder = folder.Path }).AddHandlers().AddWorker());
        await next.StartAsync(Ct);
        Assert.Equal("yesterday", await Notes(next).Begun.Task);
        Notes(next).MayEnd.SetResult();
        await next.StopAsync(Ct);
    }

    [Fact]
    public async Task A_client_needs_no_host()
    {
        await using var services = new ServiceCollection().AddJobs(jobs => jobs.UseEmbeddedRedis()).BuildServiceProvider();

        var job = await services.GetRequiredService<IJobClient>().EnqueueNote(new("no host"));

        Assert.Equal(JobState.Ready, (await services.GetRequiredService<IJobClient>().GetAsync(job.Id, job.Queue, Ct))!.State);
    }

    [Fact]
    public async Task All_instances_of_an_application_share_one_server()
    {
        var services = new ServiceCollection();
        services.AddJobs(jobs => jobs.UseEmbeddedRedis());
        services.AddKeyedJobs("second", jobs => jobs.UseEmbeddedRedis(server => server with { DataFolder = folder.Path }));
        await using var provider = services.BuildServiceProvider();

        var job = await provider.GetRequiredService<IJobClient>().EnqueueNote(new("shared"));

        await using var connection = await provider.GetRequiredService<EmbeddedRedis>().ConnectAsync();
        Assert.Single(provider.GetServices<EmbeddedRedis>());
        Assert.NotEmpty(Directory.GetFileSystemEntries(folder.Path)); // what the second said counts for both
        Assert.NotNull(await provider.GetRequiredService<IJobClient>().GetAsync(job.Id, job.Queue, Ct));
    }

    [Fact]
    public async Task Port_and_folder_come_from_the_configuration_and_code_goes_over_it()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Jobs:Embedded:DataFolder", folder.Path), new("Jobs:Embedded:Port", "1")]);
        builder.Services.AddJobs(jobs => jobs.UseEmbeddedRedis(server => server with { Port = 0 }));
        using var host = builder.Build();

        await host.StartAsync(Ct);

        Assert.NotEqual(1, host.Services.GetRequiredService<EmbeddedRedis>().EndPoint.Port);
        Assert.NotEmpty(Directory.GetFileSystemEntries(folder.Path));
        await host.StopAsync(Ct);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("65536")]
    public async Task A_port_in_the_configuration_that_is_none_fails_the_start_and_is_named(string port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Jobs:Embedded:Port", port)]);
        builder.Services.AddJobs(jobs => jobs.UseEmbeddedRedis());
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<EmbeddedRedisException>(() => host.StartAsync(Ct));

        Assert.Contains($"'{port}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Jobs:Embedded:Port", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_fails_the_start_and_is_named()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var host = Build(jobs => jobs.UseEmbeddedRedis(server => server with { Port = port }).AddHandlers().AddWorker());

        var error = await Assert.ThrowsAsync<EmbeddedRedisException>(() => host.StartAsync(Ct));

        Assert.Contains($"Port {port} ", error.Message, StringComparison.Ordinal);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IHost Build(Action<IJobsBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<Notes>().AddJobs(configure);
        return builder.Build();
    }

    private static IJobClient Client(IHost host) => host.Services.GetRequiredService<IJobClient>();

    private static Notes Notes(IHost host) => host.Services.GetRequiredService<Notes>();
}
