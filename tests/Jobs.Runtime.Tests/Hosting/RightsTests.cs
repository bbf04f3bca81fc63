using Jobs.Runtime.Tests.Client;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>Redis users with few rights: what starts, what does not, and what is said of it.</summary>
public sealed class RightsTests : IAsyncLifetime
{
    private readonly TestLog log = new();
    private RedisProcess? process;
    private ConnectionMultiplexer? admin;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        process = await RedisProcess.StartAsync(appendOnly: false);
        admin = await ConnectionMultiplexer.ConnectAsync(process.ConnectionString + ",allowAdmin=true");
    }

    public async ValueTask DisposeAsync()
    {
        if (admin is not null)
            await admin.DisposeAsync();
        if (process is not null)
            await process.DisposeAsync();
    }

    [Theory]
    [InlineData("~{jobs:* ~jobs:* +@all", "channels &jobs:*")] // Redis 7 gives a new user no channels
    [InlineData("~jobs:* &* +@all", "keys ~{jobs:*")]
    [InlineData("~{jobs:* &* +@all", "keys ~jobs:*")]
    [InlineData("&* +@all", "keys ~{jobs:* and ~jobs:*")]
    [InlineData("~* &* +@all -publish", "commands +publish")]
    [InlineData("~* &* +@all -script", "commands +script|load")]
    [InlineData("~* &* +@all -hset -zadd", "commands +hset +zadd")]
    [InlineData("~* &* +@all -get -set", "commands +get +set")]
    [InlineData("~* &* +@all -subscribe", "+subscribe")]
    [InlineData("~* &* +@all -@pubsub", "commands +publish +subscribe")]
    [InlineData("~* &* +eval +@connection", "commands +evalsha +script|load")]
    [InlineData("~* &* +@all -eval", "'eval' command")]
    [InlineData("~* &* +@all -echo", "'echo' command")]
    [InlineData("~* &* +@read +@connection", "'eval' command")]
    public async Task A_right_that_a_worker_lacks_is_named_at_the_start_and_the_line_that_is_printed_mends_it(string rules, string missing)
    {
        await UserAsync(rules);
        using (var refused = Host(worker: true))
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => refused.StartAsync(Ct));
            Assert.Contains(missing, error.Message);
            var line = error.Message[(error.Message.IndexOf("Run: ACL SETUSER bob ", StringComparison.Ordinal) + "Run: ACL ".Length)..error.Message.IndexOf(" (and ACL SAVE", StringComparison.Ordinal)];
            await admin!.GetDatabase().ExecuteAsync("ACL", line.Split(' '));
        }

        await RunsAJobAsync();
    }

    [Fact]
    public async Task A_worker_with_the_printed_rights_and_no_others_runs_jobs()
    {
        await UserAsync(RedisAcl.For(JobsRole.Worker));

        await RunsAJobAsync();
        Assert.DoesNotContain(log.Lines, static line => line.Level > LogLevel.Warning);
    }

    [Fact]
    public async Task A_producer_with_the_printed_rights_enqueues_looks_cancels_and_waits()
    {
        await UserAsync(RedisAcl.For(JobsRole.Producer));
        using var host = Host(worker: false);
        await host.StartAsync(Ct);
        var client = host.Services.GetRequiredService<IJobClient>();

        var job = await client.EnqueueAsync(new Mail("ada@example.com"), new() { Retention = TimeSpan.FromMinutes(1) }, Ct);
        var end = client.WaitForResultAsync(job, Ct);
        Assert.Equal(JobState.Ready, (await client.GetAsync(job.Id, cancellationToken: Ct))!.State);
        Assert.Equal(CancelResult.Cancelled, await client.CancelAsync(job.Id, job.Queue, Ct));
        await Assert.ThrowsAsync<JobFailedException>(() => end);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task An_inspector_with_the_printed_rights_looks_and_cannot_enqueue()
    {
        await using var app = new ClientApp(process!.ConnectionString);
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await UserAsync(RedisAcl.For(JobsRole.Inspector));
        using var host = Host(worker: false);
        await host.StartAsync(Ct);
        var client = host.Services.GetRequiredService<IJobClient>();

        Assert.Contains("may look at jobs and change nothing", Assert.Single(log.Of(LogIds.MayOnlyLook)).Text);
        Assert.Equal(JobState.Ready, (await client.GetAsync(job.Id, cancellationToken: Ct))!.State);
        await Assert.ThrowsAsync<JobStoreException>(async () => await client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct));
        await host.StopAsync(Ct);
    }

    [Theory]
    [InlineData("~* &* +@all -@dangerous", 1531)] // as many managed servers and their guides have it
    [InlineData("~* &* +@all -info", 1531)]
    [InlineData("~* &* +@all -config", 1521)]
    public async Task INFO_and_CONFIG_denied_are_a_line_and_the_worker_runs(string rules, int line)
    {
        await UserAsync(rules);

        await RunsAJobAsync();
        Assert.Single(log.Of(line));
        Assert.Contains("Redis 7", Assert.Single(log.Of(LogIds.RedisAnswers)).Text); // the version is told all the same
    }

    [Fact]
    public async Task A_producer_without_channels_does_not_start_either()
    {
        await UserAsync("~* +@all");
        using var host = Host(worker: false);

        Assert.Contains("lacks rights that a producer needs: channels &jobs:*", (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct))).Message);
    }

    [Fact]
    public async Task Rights_end_at_the_prefix()
    {
        await UserAsync(RedisAcl.For(JobsRole.Worker, "shop"));
        using var host = Host(worker: true);

        Assert.Contains("keys ~{jobs:* and ~jobs:*, channels &jobs:*", (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Ct))).Message);
    }

    [Fact]
    public void A_prefix_that_is_no_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RedisAcl.For(JobsRole.Worker, "a b"));
        Assert.Throws<ArgumentException>(() => RedisAcl.For(JobsRole.Worker, "a:b"));
    }

    [Theory]
    [InlineData(JobsRole.Producer)]
    [InlineData(JobsRole.Worker)]
    [InlineData(JobsRole.Inspector)]
    public void The_documentation_has_the_lines_as_they_are_printed(JobsRole role) =>
        Assert.Contains(Repository.LinesOf("docs/redis.md"), line => line.EndsWith(RedisAcl.For(role), StringComparison.Ordinal));

    private async Task RunsAJobAsync()
    {
        using var host = Host(worker: true);
        await host.StartAsync(Ct);
        await host.Services.GetRequiredService<IJobClient>().EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        Assert.Equal("ada@example.com", await ran.Task.Soon());
        await host.StopAsync(Ct);
    }

    private readonly TaskCompletionSource<string> ran = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private IHost Host(bool worker)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        log.Take(builder.Logging);
        builder.Services.AddJobs(jobs =>
        {
            jobs.UseRedis(process!.ConnectionString + ",user=bob,password=pw");
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

    private Task UserAsync(string rules) => admin!.GetDatabase().ExecuteAsync("ACL", ["SETUSER", "bob", "on", ">pw", .. rules.Split(' ')]);
}
