using Jobs.Redis;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

/// <summary>Errors and log lines name who did what: Redis, the connection, the client library, this process.</summary>
public sealed class TrueCauseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_that_is_disposed_says_so_and_does_not_speak_of_Redis()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        var app = new ClientApp(redis.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await app.DisposeAsync();

        var errors = new Exception[]
        {
            await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct)),
            await Assert.ThrowsAsync<JobBulkStoreException>(async () => await app.Client.EnqueueManyAsync([new Mail("eve@example.com")], cancellationToken: Ct)),
            await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.GetAsync(JobId.New(), "mails", Ct)),
            await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.CancelAsync(JobId.New(), cancellationToken: Ct)),
            await Assert.ThrowsAsync<JobStoreException>(() => app.Client.WaitForResultAsync(new(JobId.New(), "mails"), Ct)),
        };
        Assert.All(errors, error =>
        {
            Assert.Contains("the connection of this client is closed", error.Message);
            Assert.DoesNotContain("Redis", error.Message);
        });
    }

    [Fact]
    public async Task A_process_that_does_not_get_its_time_says_so_where_it_was_not_Redis_that_took_too_long()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        var clock = new HandClock();
        await using var app = new ClientApp(redis.ConnectionString, time: clock);
        var job = app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct).AsTask();
        clock.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<JobStoreUnavailableException>(() => job);
        Assert.Contains("this process did not get to it: a timer ran 29.5 s late", error.Message);
    }

    [Fact]
    public async Task A_refused_enqueue_is_logged_as_refused_and_one_that_waits_as_held_up()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        var log = new TestLog();
        await using var app = new ClientApp(redis.ConnectionString, more: jobs =>
        {
            jobs.Configure(options => options.EnqueueTimeout = TimeSpan.FromSeconds(2));
            jobs.Services.AddSingleton<ILoggerFactory>(new OneLog(log));
        });
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await (await app.DatabaseAsync()).ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");
        await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct));
        await (await app.DatabaseAsync()).ExecuteAsync("CONFIG", "SET", "maxmemory", "0");
        await app.Client.EnqueueAsync(new Mail("bob@example.com"), cancellationToken: Ct);
        redis.Pause();
        await Assert.ThrowsAsync<JobStoreUnavailableException>(async () => await app.Client.EnqueueAsync(new Mail("zoe@example.com"), cancellationToken: Ct));
        var heldUp = await log.SeenAsync(LogIds.EnqueueHeldUp);
        redis.Resume();

        var refused = Assert.Single(log.Of(LogIds.EnqueueRefused));
        Assert.Contains("queue mails fails: Redis refused the call (OOM", refused.Text);
        Assert.Contains("Callers are told at once. Redis has reached its maxmemory", refused.Text);
        Assert.Contains("no answer of Redis came in time", Assert.Single(heldUp).Text);
    }

    [Fact]
    public async Task A_defect_on_the_way_is_told_to_its_caller_and_the_next_call_goes_on()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        var clock = new DefectiveClock();
        var log = new TestLog();
        await using var app = new ClientApp(redis.ConnectionString, more: jobs => jobs.Services.AddSingleton<ILoggerFactory>(new OneLog(log)), time: clock);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await using var other = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + ",allowAdmin=true");
        while (!await other.GetDatabase().SetContainsAsync(app.Store.QueuesKey, "mails"))
            await Task.Yield(); // what is done beside the enqueue needs a timer where it fails
        await other.GetDatabase().ExecuteAsync("REPLICAOF", "127.0.0.1", "1");
        clock.FailNext = true; // where the client waits before it tries again

        var error = await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct));
        Assert.Contains("is not stored: the call failed in this process (InvalidOperationException: no more timers)", error.Message);
        Assert.Contains("queue mails", Assert.Single(await log.SeenAsync(LogIds.EnqueueDefect)).Text); // told first, logged then
        await other.GetDatabase().ExecuteAsync("REPLICAOF", "NO", "ONE");
        Assert.False((await app.Client.EnqueueAsync(new Mail("bob@example.com"), cancellationToken: Ct)).AlreadyStored);
    }

    [Fact]
    public async Task A_log_that_throws_costs_no_caller_its_answer()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var app = new ClientApp(redis.ConnectionString, more: jobs => jobs.Services.AddSingleton<ILoggerFactory>(new OneLog(new BrokenLog())));
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await (await app.DatabaseAsync()).ExecuteAsync("CONFIG", "SET", "maxmemory", "1mb");
        var error = await Assert.ThrowsAsync<JobStoreException>(async () => await app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct));
        await (await app.DatabaseAsync()).ExecuteAsync("CONFIG", "SET", "maxmemory", "0");

        Assert.Contains("Redis refused it (OOM", error.Message);
        Assert.False((await app.Client.EnqueueAsync(new Mail("bob@example.com"), cancellationToken: Ct)).AlreadyStored);
    }

    [Fact]
    public void A_failure_names_who_did_what()
    {
        AssertSays("no answer of Redis came in time", new RedisTimeoutException(CommandFlags.None, "late", CommandStatus.Sent));
        AssertSays("the call did not get onto the connection in time", new RedisTimeoutException(CommandFlags.None, "late", CommandStatus.WaitingInBacklog));
        AssertSays("Redis is not reached", new RedisConnectionException(ConnectionFailureType.UnableToConnect, CommandFlags.None, "no", null, CommandStatus.WaitingToBeSent));
        AssertSays("the connection to Redis is broken", new RedisConnectionException(ConnectionFailureType.SocketClosed, CommandFlags.None, "no", null, CommandStatus.Sent));
        AssertSays("the connection of this client is closed", new ObjectDisposedException("multiplexer"));
        AssertSays("the Redis client library refused the call", new RedisCommandException("no"));
        AssertSays("the call failed in this process (InvalidOperationException: boom", new AggregateException(new InvalidOperationException("boom")));
#pragma warning disable SER007 // an experimental name for the first word of an error reply
        AssertSays("Redis answered that it cannot serve the call now", new RedisServerException(RedisErrorKind.Loading, CommandFlags.None, "LOADING"));
        AssertSays("Redis refused the call (OOM", new RedisServerException(RedisErrorKind.OutOfMemory, CommandFlags.None, "OOM"));
#pragma warning restore SER007

        static void AssertSays(string text, Exception error) => Assert.StartsWith(text, RedisFault.Describe(error), StringComparison.Ordinal);
    }

    private sealed class OneLog(ILogger log) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }
    }

    private sealed class BrokenLog : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("the disk is full");
    }

    private sealed class DefectiveClock : TimeProvider
    {
        public volatile bool FailNext;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (!FailNext)
                return base.CreateTimer(callback, state, dueTime, period);
            FailNext = false;
            throw new InvalidOperationException("no more timers");
        }
    }
}
