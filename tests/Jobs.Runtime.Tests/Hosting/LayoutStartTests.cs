using Jobs.Runtime.Tests.Client;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>A store whose keys are laid out by another version, as a host meets it: when it starts, and while it works.</summary>
public sealed class LayoutStartTests : IAsyncLifetime
{
    private readonly TestLog log = new();
    private readonly TaskCompletionSource<string> ran = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RedisProcess? redis;
    private ConnectionMultiplexer? admin;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IDatabase Database => admin!.GetDatabase();

    public async ValueTask InitializeAsync()
    {
        redis = await RedisProcess.StartAsync(appendOnly: false);
        admin = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
    }

    public async ValueTask DisposeAsync()
    {
        if (admin is not null)
            await admin.DisposeAsync();
        if (redis is not null)
            await redis.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_does_not_start_and_names_both_layouts_and_what_to_deploy(bool worker)
    {
        await Database.StringSetAsync("jobs:layout", 2);
        using var host = Host(worker);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));
        Assert.Equal("This version of Jobs.Runtime reads layout 1, and the store at prefix 'jobs' has layout 2, written by a newer version. Deploy a version of Jobs.Runtime that reads layout 2.", error.Message);
        Assert.Single(await KeysAsync());
    }

    [Fact]
    public async Task A_key_of_another_type_is_named()
    {
        await Database.HashSetAsync("jobs:layout", "a", "b");
        using var host = Host(worker: true);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct));
        Assert.Contains("the key 'jobs:layout' holds no layout: 'a value of another type'. Another application uses the prefix 'jobs'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A reconnect is when a store may have become another one.</summary>
    [Fact]
    public async Task A_worker_whose_layout_was_raised_stops_after_a_reconnect_and_goes_on_when_it_is_known_again()
    {
        using var host = Host(worker: true);
        await host.StartAsync(Ct);
        await log.SeenAsync(LogIds.SessionOpened);
        await Database.StringSetAsync("jobs:layout", 2);
        await Database.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        Assert.Contains("has layout 2", (await log.SeenAsync(LogIds.LayoutRefused))[0].Text, StringComparison.Ordinal);
        await WorkerTest.UntilAsync(RefusedAsync, refused => refused);
        Assert.False(ran.Task.IsCompleted);

        await Database.StringSetAsync("jobs:layout", 1);
        await log.SeenAsync(LogIds.LayoutKnown);
        await host.Services.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        Assert.Equal("ada@example.com", await ran.Task.Soon());
        await host.StopAsync(Ct);

        async Task<bool> RefusedAsync()
        {
            try
            {
                await host.Services.GetRequiredService<IJobClient>().GetAsync(JobId.New(), "mails", Ct);
                return false;
            }
            catch (JobStoreException)
            {
                return true;
            }
        }
    }

    private async Task<List<RedisKey>> KeysAsync()
    {
        var keys = new List<RedisKey>();
        await foreach (var key in admin!.GetServers()[0].KeysAsync())
            keys.Add(key);
        return keys;
    }

    private IHost Host(bool worker)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        log.Take(builder.Logging);
        builder.Services.AddJobs(jobs =>
        {
            jobs.UseRedis(redis!.ConnectionString);
            if (worker)
            {
                jobs.AddHandlers(table => table.Add<Mail, LambdaHandler<Mail>>(_ => new((job, _, _) =>
                {
                    ran.TrySetResult(job.To);
                    return Task.CompletedTask;
                }), needsScope: false)).AddWorker(options => options.Queues["mails"] = 1);
            }
        });
        return builder.Build();
    }
}
