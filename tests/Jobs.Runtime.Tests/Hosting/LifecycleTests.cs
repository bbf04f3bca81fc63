using System.Reflection;
using Jobs.Hosting;
using Jobs.Redis;
using Jobs.Runtime.Tests.Client;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>Hosts that start, stop and are disposed in any order, and several instances in one.</summary>
public sealed class LifecycleTests
{
    private readonly Told<string> told = new();
    private readonly TestLog log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_disposed_without_a_stop_runs_nothing_any_more_and_gives_its_jobs_back()
    {
        await using var redis = await RedisProcess.StartAsync();
        using (var host = Host(redis, worker => worker.Concurrency = 1, "jobs"))
        {
            await host.StartAsync(Ct);
            await EnqueueAsync(host, "first", "second");
            await told.FirstAsync(1);
        }

        var session = await log.SeenAsync(LogIds.WorkerStopped);
        await using var client = new ClientApp(redis.ConnectionString);
        await client.Client.EnqueueAsync(new Mail("third"), cancellationToken: Ct);

        Assert.Single(session);
        using var next = Host(redis, worker => worker.Concurrency = 3, "jobs");
        await next.StartAsync(Ct);
        Assert.Equal(["jobs first", "jobs first", "jobs second", "jobs third"], (await told.FirstAsync(4)).Order());
        Assert.Empty(log.Of(LogIds.Failed)); // nothing has failed, and nobody had to recover anything
        Assert.Empty(log.Of(LogIds.Recovered));
        await next.StopAsync(new CancellationToken(canceled: true));
    }

    [Fact]
    public async Task A_host_whose_other_service_does_not_start_leaves_no_worker_behind()
    {
        await using var redis = await RedisProcess.StartAsync();
        using (var host = Host(redis, static _ => { }, "jobs", services => services.AddHostedService<Failing>()))
        {
            await Assert.ThrowsAsync<IOException>(() => host.StartAsync(Ct));
        }

        Assert.Single(log.Of(LogIds.WorkerStarts));
        Assert.Single(log.Of(LogIds.WorkerStopped));
    }

    [Fact]
    public async Task A_host_that_is_disposed_may_be_stopped_and_one_that_is_stopped_twice_stops_once()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var host = Host(redis, static _ => { }, "jobs");
        var jobs = host.Services.GetServices<IHostedService>().OfType<JobsHost>().Single();
        await jobs.StartAsync(Ct);

        await jobs.DisposeAsync();
        jobs.Dispose();
        await jobs.StopAsync(Ct);
        await jobs.StopAsync(Ct);

        Assert.Single(log.Of(LogIds.WorkerStopped));
    }

    [Fact]
    public async Task A_host_that_was_never_started_may_be_stopped_and_disposed()
    {
        using var host = Host("localhost:1", static _ => { }, "jobs");
        var jobs = host.Services.GetServices<IHostedService>().OfType<JobsHost>().Single();

        await jobs.StopAsync(Ct);
        await jobs.DisposeAsync();

        Assert.Contains("does not start again", (await Assert.ThrowsAsync<InvalidOperationException>(() => jobs.StartAsync(Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_started_twice_has_one_worker()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var host = Host(redis, static _ => { }, "jobs");
        var jobs = host.Services.GetServices<IHostedService>().OfType<JobsHost>().Single();

        await Task.WhenAll(jobs.StartAsync(Ct), jobs.StartAsync(Ct));
        await jobs.StartAsync(Ct);
        await jobs.StopAsync(Ct);

        Assert.Single(log.Of(LogIds.WorkerStarts));
        Assert.Single(log.Of(LogIds.WorkerStopped));
    }

    /// <summary>A host that is given up while it waits for Redis stops nothing of what it had begun: that must not come up later.</summary>
    [Fact]
    public async Task A_start_that_is_given_up_starts_no_worker_later()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        using var host = Host(redis, static _ => { }, "jobs");
        var jobs = host.Services.GetServices<IHostedService>().OfType<JobsHost>().Single();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => jobs.StartAsync(new CancellationToken(canceled: true)));
        await redis.RestartAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => jobs.Beginning);
        Assert.Empty(log.Of(LogIds.WorkerStarts));
    }

    [Fact]
    public async Task A_worker_whose_container_is_disposed_runs_no_job_and_counts_no_attempt()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var setup = new WorkerSetup();
        setup.Options.Queues = new() { ["mails"] = 1 };
        setup.Handlers.Add<Mail, Needy>(static services => new(HandlerServices.Required<Told<string>>(services, nameof(Needy))), needsScope: true);
        setup.Services.AddSingleton(told);
        await using var worker = new TestWorker(setup, connection, connection, "jobs");
        await worker.DisposeServicesAsync();
        worker.Start();
        await using var client = new ClientApp(redis.ConnectionString);

        var job = await client.Client.EnqueueAsync(new Mail("ada@example.com"), new() { MaxAttempts = 1 }, Ct);
        await worker.Log.SeenAsync(LogIds.ServicesGone);
        await worker.StopAsync().Soon();

        var info = await client.Client.GetAsync(job.Id, job.Queue, Ct);
        Assert.Equal((JobState.Ready, 0), (info!.State, info.FailedAttempts));
        Assert.Single(worker.Log.Of(LogIds.ServicesGone));
        Assert.Empty(told.Values);
    }

    [Fact]
    public async Task A_question_about_persistence_that_is_not_answered_fails_no_start()
    {
        var database = DispatchProxy.Create<IDatabaseAsync, Unanswering>();
        var server = ServerInfo.Parse("# Server\r\nredis_version:7.4.0\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n");

        await StartupChecks.LogPersistenceAsync(server, () => ServerInfo.AppendFsyncAsync(database), log);

        Assert.Contains("unknown", Assert.Single(log.Of(LogIds.AppendOnlyFile)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_instances_stop_taking_before_any_service_is_stopped_and_drain_side_by_side()
    {
        await using var redis = await RedisProcess.StartAsync();
        string[] instances = ["one", "two", "three"];
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        foreach (var instance in instances)
        {
            builder.Services.AddKeyedJobs(instance, jobs => jobs.UseRedis(redis.ConnectionString).Configure(options => options.Prefix = instance)
                .AddHandlers(table => table.Add<Mail, Waiting>(_ => new(instance, told, release.Task), needsScope: false))
                .AddWorker(worker => (worker.Queues["mails"], worker.Concurrency) = (1, 1)));
        }

        using var host = builder.Build();
        await host.StartAsync(Ct);
        foreach (var instance in instances)
        {
            var client = host.Services.GetRequiredKeyedService<IJobClient>(instance);
            await client.EnqueueManyAsync([new Mail("running"), new Mail("waiting")], cancellationToken: Ct);
        }

        await told.FirstAsync(3);

        var stopping = host.StopAsync(Ct);
        Assert.Equal(instances.Select(instance => $"{instance} stops").Order(), (await told.FirstAsync(6))[3..].Order()); // none waits for another to have drained
        release.SetResult();
        await stopping.Soon();

        Assert.Equal(6, told.Count); // no second job was started, and none was cancelled
        Assert.DoesNotContain(told.Values, line => line.EndsWith("cancelled", StringComparison.Ordinal));
    }

    private IHost Host(RedisProcess redis, Action<WorkerOptions> configure, string prefix, Action<IServiceCollection>? more = null) =>
        Host(redis.ConnectionString, configure, prefix, more);

    /// <summary>Its handler waits for ever, and its log is kept.</summary>
    private IHost Host(string redis, Action<WorkerOptions> configure, string prefix, Action<IServiceCollection>? more = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<ILoggerProvider>(new Provider(log));
        builder.Services.AddJobs(jobs => jobs.UseRedis(redis).Configure(options => options.Prefix = prefix)
            .AddHandlers(table => table.Add<Mail, Endless>(_ => new(prefix, told), needsScope: false))
            .AddWorker(worker =>
            {
                worker.Queues["mails"] = 1;
                configure(worker);
            }));
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private static async Task EnqueueAsync(IHost host, params string[] mails) =>
        await host.Services.GetRequiredService<IJobClient>().EnqueueManyAsync(mails.Select(mail => new Mail(mail)), cancellationToken: Ct);

    private sealed class Endless(string prefix, Told<string> told) : IJobHandler<Mail>
    {
        public async Task HandleAsync(Mail job, JobContext context, CancellationToken cancellationToken)
        {
            told.Add($"{prefix} {job.To}");
            await cancellationToken.UntilCancelled();
        }
    }

    private sealed class Waiting(string instance, Told<string> told, Task release) : IJobHandler<Mail>
    {
        public async Task HandleAsync(Mail job, JobContext context, CancellationToken cancellationToken)
        {
            told.Add($"{instance} {job.To}");
            await context.SoftStop.WhenCancelled();
            told.Add($"{instance} stops");
            await release;
            if (cancellationToken.IsCancellationRequested)
                told.Add($"{instance} cancelled");
        }
    }

    private sealed class Needy(Told<string> told) : IJobHandler<Mail>
    {
        public Task HandleAsync(Mail job, JobContext context, CancellationToken cancellationToken)
        {
            told.Add(job.To);
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new IOException("does not start");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    public class Unanswering : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            Task.FromException<RedisResult>(new RedisTimeoutException(CommandFlags.None, "Timeout awaiting response", CommandStatus.Sent));
    }

    private sealed class Provider(TestLog log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }
}
