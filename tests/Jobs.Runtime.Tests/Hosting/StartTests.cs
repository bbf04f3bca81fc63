using Jobs.Hosting;
using Jobs.Runtime.Tests.Client;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>What a host finds out when it starts.</summary>
public sealed class StartTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_runs_jobs()
    {
        await using var redis = await RedisProcess.StartAsync();
        var ran = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString).AddHandlers(Handling(ran)).AddWorker(worker => worker.Queues["mails"] = 1));
        await host.StartAsync(Ct);
        await host.Services.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal("ada@example.com", await ran.Task.WaitAsync(Ct));
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_host_starts_while_Redis_is_down_and_works_when_it_comes_up()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        var ran = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString).AddHandlers(Handling(ran)).AddWorker(worker => worker.Queues["mails"] = 1));
        await host.StartAsync(Ct);
        var job = host.Services.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await redis.RestartAsync();

        Assert.Equal("ada@example.com", await ran.Task.WaitAsync(Ct));
        await job;
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_host_stops_while_Redis_is_still_down()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString).AddHandlers(Handling(new())).AddWorker());
        await host.StartAsync(Ct);

        await host.StopAsync(Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);
    }

    [Fact]
    public async Task A_process_that_only_enqueues_runs_no_worker()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString));
        await host.StartAsync(Ct);
        var job = await host.Services.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        var instance = host.Services.GetRequiredKeyedService<JobsInstance>("");
        Assert.False(instance.HasWorker);
        Assert.Equal(JobState.Ready, (await instance.Client.GetAsync(job.Id, job.Queue, Ct))!.State);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_worker_without_handlers_does_not_start()
    {
        using var host = Host(jobs => jobs.UseRedis("localhost:1").AddWorker(worker => worker.Queues["mails"] = 1));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));
        Assert.Contains("The worker serves mails and has no handlers. Call AddHandlers() in AddJobs", error.Message);
    }

    [Fact]
    public async Task A_host_with_wrong_options_does_not_start()
    {
        using var host = Host(jobs => jobs.UseRedis("localhost:1").AddHandlers(Handling(new())).AddWorker(worker => worker.Concurrency = 0));

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Ct));
    }

    [Fact]
    public async Task A_Redis_that_evicts_keeps_the_host_from_starting()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false, "--maxmemory-policy", "allkeys-lru");
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));
        Assert.Contains("maxmemory-policy allkeys-lru", error.Message);
        Assert.Contains("CONFIG SET maxmemory-policy noeviction", error.Message);
        Assert.Contains("of a managed Redis, set maxmemory-policy in its parameters", error.Message);
    }

    [Theory]
    [InlineData("volatile-lru")]
    [InlineData("volatile-lfu")]
    [InlineData("volatile-random")]
    [InlineData("volatile-ttl")]
    public async Task A_Redis_that_evicts_only_keys_with_a_time_to_live_is_used_and_that_is_said(string policy)
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false, "--maxmemory-policy", policy);
        var log = new TestLog();
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString), services => services.AddLogging(log.Take));
        await host.StartAsync(Ct);

        Assert.Contains($"is {policy}: no key of Jobs has a time to live", Assert.Single(log.Of(LogIds.EvictsOthersOnly)).Text);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task Eviction_can_be_allowed()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false, "--maxmemory-policy", "allkeys-lru");
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString).Configure(options => options.AllowEviction = true));
        await host.StartAsync(Ct);

        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task A_Redis_that_comes_up_with_eviction_stops_the_host()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false, "--maxmemory-policy", "allkeys-lru");
        await redis.StopAsync();
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString));
        await host.StartAsync(Ct);
        var stopped = new TaskCompletionSource();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopped.SetResult);
        await redis.RestartAsync();

        await stopped.Task.WaitAsync(Ct);
    }

    [Fact]
    public async Task A_wrong_password_keeps_the_host_from_starting_and_is_not_shown()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false, "--requirepass", "right");
        using var host = Host(jobs => jobs.UseRedis(redis.ConnectionString + ",password=secret-canary"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));
        Assert.Contains("Check user and password", error.Message);
        Assert.DoesNotContain("secret-canary", error.ToString());
    }

    [Theory]
    [InlineData("6.2.14", false)]
    [InlineData("7.0.0", true)]
    [InlineData("8.4.0", true)]
    public void A_Redis_that_is_too_old_is_refused(string version, bool good)
    {
        var server = Jobs.Redis.ServerInfo.Parse($"# Server\r\nredis_version:{version}\r\nmaxmemory_policy:noeviction\r\n");
        var check = Record.Exception(() => StartupChecks.Server(server, new JobsOptions(), Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance));

        Assert.Equal(good ? null : $"Redis {version} is too old: Jobs needs 7.0 or newer. Upgrade it, or name another in UseRedis(…).", check?.Message);
    }

    [Fact]
    public async Task Keyed_instances_with_their_own_prefix_share_a_Redis_and_no_jobs()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var host = Host(
            jobs => jobs.UseRedis(redis.ConnectionString).Configure(options => options.Prefix = "shop"),
            services => services.AddKeyedJobs("billing", jobs => jobs.UseRedis(redis.ConnectionString).Configure(options => options.Prefix = "billing")));
        await host.StartAsync(Ct);
        var (shop, billing) = (host.Services.GetRequiredService<IJobClient>(), host.Services.GetRequiredKeyedService<IJobClient>("billing"));
        var job = await billing.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.NotNull(await billing.GetAsync(job.Id, cancellationToken: Ct));
        Assert.Null(await shop.GetAsync(job.Id, cancellationToken: Ct));
        await host.StopAsync(Ct);
    }

    private static IHost Host(Action<IJobsBuilder> configure, Action<IServiceCollection>? more = null)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddJobs(configure);
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private static Action<JobHandlerTable> Handling(TaskCompletionSource<string> ran) =>
        table => table.Add<Mail, MailHandler>(_ => new MailHandler(ran), needsScope: false);

    private sealed class MailHandler(TaskCompletionSource<string> ran) : IJobHandler<Mail>
    {
        public Task HandleAsync(Mail job, JobContext context, CancellationToken cancellationToken)
        {
            ran.TrySetResult(job.To);
            return Task.CompletedTask;
        }
    }
}
