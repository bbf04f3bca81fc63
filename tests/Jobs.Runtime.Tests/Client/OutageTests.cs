using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

/// <summary>What callers are told while Redis is away, and what is in Redis afterwards.</summary>
public sealed class OutageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_enqueued_while_Redis_is_down_is_stored_when_it_comes_up()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        await using var app = new ClientApp(redis.ConnectionString);
        var job = app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct).AsTask();
        await redis.RestartAsync();

        Assert.False((await job).AlreadyStored);
        Assert.Equal(JobState.Ready, (await app.Client.GetAsync((await job).Id, "mails", Ct))!.State);
    }

    [Fact]
    public async Task A_Redis_that_stays_away_ends_in_not_stored()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        await using var app = Impatient(redis);

        var error = await Assert.ThrowsAsync<JobStoreUnavailableException>(async () => await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct));
        Assert.Equal((StoreOutcome.NotStored, "mails"), (error.Outcome, error.Queue));
        Assert.Contains($"Job 'mail' {error.Id} of queue 'mails' is not stored", error.Message);
    }

    [Fact]
    public async Task Redis_lost_in_between_ends_in_not_stored()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = Impatient(redis);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await redis.KillAsync();
        await DisconnectedAsync(app);

        var errors = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => FailureAsync(app, $"{i}@example.com")));
        Assert.All(errors, error => Assert.Equal(StoreOutcome.NotStored, error.Outcome));
        Assert.Equal(100, errors.Select(error => error.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_call_that_was_sent_and_not_answered_ends_in_unknown()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = Impatient(redis);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        redis.Pause();
        var error = await FailureAsync(app, "eve@example.com");
        redis.Resume();

        Assert.Equal(StoreOutcome.Unknown, error.Outcome);
        Assert.Contains("Enqueue it again with this id", error.Message);
    }

    [Fact]
    public async Task Enqueueing_again_with_the_id_of_an_unknown_outcome_makes_no_second_job()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = Impatient(redis);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = "other" }, Ct);
        redis.Pause();
        var error = await FailureAsync(app, "eve@example.com");
        redis.Resume();
        await app.Client.EnqueueAsync(new Mail("eve@example.com"), new() { Id = error.Id }, Ct);

        Assert.Equal(1, await ReadyAsync(app, "mails"));
    }

    [Fact]
    public async Task What_waits_behind_an_unanswered_call_is_not_stored_and_says_so()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = Impatient(redis);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        redis.Pause();
        var sent = FailureAsync(app, "sent@example.com");
        var behind = FailureAsync(app, "behind@example.com");
        Assert.Equal(StoreOutcome.Unknown, (await sent).Outcome);
        Assert.Equal(StoreOutcome.NotStored, (await behind).Outcome);
        redis.Resume();

        await app.Client.EnqueueAsync(new Mail("after@example.com"), cancellationToken: Ct);
        Assert.Null(await app.Client.GetAsync((await behind).Id, "mails", Ct));
    }

    [Fact]
    public async Task A_Redis_killed_and_restarted_costs_no_job_and_doubles_none()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = new ClientApp(redis.ConnectionString, more: jobs => jobs.Configure(options => options.EnqueueTimeout = TimeSpan.FromMinutes(1)));
        var enqueued = 0;
        var callers = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var i = 0; i < 250; i++)
            {
                Assert.False((await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct)).AlreadyStored);
                Interlocked.Increment(ref enqueued);
            }
        }).ToArray();
        while (Volatile.Read(ref enqueued) < 300)
            await Task.Yield();
        await redis.KillAsync();
        await redis.RestartAsync();
        await Task.WhenAll(callers);

        Assert.Equal(2_000, await ReadyAsync(app, "mails"));
    }

    [Fact]
    public async Task Many_jobs_that_meet_an_outage_say_which_are_stored()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = Impatient(redis);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        redis.Pause();
        var error = await Assert.ThrowsAsync<JobBulkStoreException>(async () =>
            await app.Client.EnqueueManyAsync(Enumerable.Range(0, 5_000).Select(i => new Mail($"{i}")), cancellationToken: Ct));
        redis.Resume();

        Assert.Equal(5_000, error.Items.Count);
        Assert.Equal(3_000, error.Items.Count(item => item.Outcome == StoreOutcome.Unknown)); // three calls were under way
        Assert.All(error.Items.Skip(3_000), item => Assert.Equal(StoreOutcome.NotStored, item.Outcome));
        Assert.Contains("Of 5,000 jobs 'mail' for queue 'mails' 0 are stored, 3,000 may be", error.Message);
    }

    [Fact]
    public async Task Many_jobs_whose_caller_leaves_on_the_way_say_which_are_stored_and_are_repeated_as_a_whole()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = new ClientApp(redis.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = "other" }, Ct);
        Mail[] payloads = [.. Enumerable.Range(0, 5_000).Select(i => new Mail($"{i}"))];
        using var patience = new CancellationTokenSource();
        redis.Pause();
        var call = app.Client.EnqueueManyAsync(payloads, cancellationToken: patience.Token).AsTask();
        await patience.CancelAsync();
        var error = await Assert.ThrowsAsync<JobBulkStoreException>(() => call);
        redis.Resume();

        Assert.Equal(patience.Token, Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException).CancellationToken);
        Assert.Contains("the caller's token was cancelled on the way", error.Message);
        Assert.Equal(5_000, error.Items.Select(item => item.Job.Id).Distinct().Count());
        Assert.All(error.Items, item => Assert.NotEqual(StoreOutcome.Stored, item.Outcome));
        await app.Client.EnqueueManyAsync(payloads, new() { Repeat = error.Items }, Ct);
        Assert.Equal(5_000, await ReadyAsync(app, "mails"));
    }

    [Fact]
    public async Task Many_jobs_that_met_an_outage_are_repeated_as_a_whole()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = Impatient(redis);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = "other" }, Ct);
        Mail[] payloads = [.. Enumerable.Range(0, 5_000).Select(i => new Mail($"{i}"))];
        redis.Pause();
        var error = await Assert.ThrowsAsync<JobBulkStoreException>(async () => await app.Client.EnqueueManyAsync(payloads, cancellationToken: Ct));
        redis.Resume();
        await using var patient = new ClientApp(redis.ConnectionString);
        var jobs = await patient.Client.EnqueueManyAsync(payloads, new() { Repeat = error.Items }, Ct);

        Assert.Equal(error.Items.Select(item => item.Job.Id), jobs.Select(job => job.Id));
        Assert.Equal(5_000, await ReadyAsync(app, "mails"));
    }

    [Fact]
    public async Task Many_jobs_that_Redis_does_not_answer_say_so_as_the_cause()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = Impatient(redis);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        redis.Pause();
        var error = await Assert.ThrowsAsync<JobBulkStoreException>(async () => await app.Client.EnqueueManyAsync([new Mail("eve")], cancellationToken: Ct));
        redis.Resume();

        Assert.Contains("(no answer of Redis came for 0.3 s", error.Message);
    }

    [Fact]
    public async Task Jobs_with_ids_of_their_own_among_others_go_side_by_side()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = new ClientApp(
            redis.ConnectionString, more: jobs => jobs.Configure(options => options.EnqueueTimeout = TimeSpan.FromSeconds(1.5)), time: new StandingClock()); // of another table than own ids
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        redis.Pause();
        var calls = Enumerable.Range(0, 40).Select(i => FailureAsync(app, $"{i}", i % 2 == 0 ? JobId.From($"{i}") : null)).ToArray();
        var errors = await Task.WhenAll(calls);
        redis.Resume();

        Assert.Equal(32, errors.Count(error => error.Outcome == StoreOutcome.Unknown)); // were on the way: each a batch of its own
    }

    [Fact]
    public async Task A_caller_who_stops_waiting_is_let_go_while_Redis_hangs()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = new ClientApp(redis.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        redis.Pause();
        using var patience = new CancellationTokenSource();
        var job = app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: patience.Token).AsTask();
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => job);
        redis.Resume();
    }

    [Fact]
    public async Task A_caller_who_left_before_his_job_was_sent_stores_nothing()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = new ClientApp(redis.ConnectionString);
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        redis.Pause();
        var sent = app.Client.EnqueueAsync(new Mail("eve@example.com"), cancellationToken: Ct).AsTask();
        using var patience = new CancellationTokenSource();
        var waits = app.Client.EnqueueAsync(new Mail("bob@example.com"), cancellationToken: patience.Token).AsTask();
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        redis.Resume();
        await sent;
        await app.Client.EnqueueAsync(new Mail("zoe@example.com"), cancellationToken: Ct);

        Assert.Equal(3, await ReadyAsync(app, "mails"));
    }

    [Fact]
    public async Task Looking_a_job_up_or_cancelling_it_while_Redis_is_away_ends_in_an_error_that_says_so()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        await using var app = Impatient(redis);

        var id = JobId.New();

        var error = await Assert.ThrowsAsync<JobStoreUnavailableException>(async () => await app.Client.GetAsync(id, "mails", Ct));
        Assert.Equal((id, "mails", StoreOutcome.Unknown), (error.Id, error.Queue, error.Outcome));
        Assert.Contains("Redis did not answer within 0.3 s", error.Message);
        error = await Assert.ThrowsAsync<JobStoreUnavailableException>(async () => await app.Client.CancelAsync(id, cancellationToken: Ct));
        Assert.Equal((id, ""), (error.Id, error.Queue));
    }

    [Fact]
    public async Task A_cancellation_whose_answer_is_lost_is_answered_alike_when_it_is_repeated()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        using var proxy = new FaultProxy(redis.Port);
        await using var app = new ClientApp(proxy.ConnectionString);
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        proxy.LoseReplyTo(System.Text.Encoding.ASCII.GetBytes("mails}:cancel"));

        Assert.Equal(CancelResult.Cancelled, await app.Client.CancelAsync(job.Id, job.Queue, Ct)); // the client repeats it by itself
        Assert.Equal(CancelResult.Cancelled, await app.Client.CancelAsync(job.Id, job.Queue, Ct)); // as its user may
        Assert.Equal(1, proxy.LostReplies);
    }

    [Fact]
    public async Task A_wait_for_a_result_outlasts_a_restart_of_Redis()
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var app = new ClientApp(redis.ConnectionString);
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        var result = app.Client.WaitForResultAsync(job, Ct);
        await redis.KillAsync();
        await redis.RestartAsync();
        await app.Client.CancelAsync(job.Id, job.Queue, Ct);

        Assert.Equal(JobState.Cancelled, (await Assert.ThrowsAsync<JobFailedException>(() => result)).State);
    }

    [Fact]
    public async Task An_application_that_stops_while_Redis_is_away_tells_its_callers()
    {
        await using var redis = await RedisProcess.StartAsync();
        await redis.StopAsync();
        var app = new ClientApp(redis.ConnectionString);
        var job = app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct).AsTask();
        await app.DisposeAsync();

        Assert.Contains("the host is stopping", (await Assert.ThrowsAsync<JobStoreException>(() => job)).Message);
    }

    private static ClientApp Impatient(RedisProcess redis) =>
        new(redis.ConnectionString, more: jobs => jobs.Configure(options => options.EnqueueTimeout = TimeSpan.FromMilliseconds(300)));

    private static async Task<JobStoreUnavailableException> FailureAsync(ClientApp app, string to, JobId? id = null) =>
        await Assert.ThrowsAsync<JobStoreUnavailableException>(async () => await app.Client.EnqueueAsync(new Mail(to), new() { Id = id }, Ct));

    private static async Task DisconnectedAsync(ClientApp app)
    {
        while (app.Instance.Connections.Data.IsConnected)
            await Task.Yield();
    }

    private static async Task<long> ReadyAsync(ClientApp app, string queue) =>
        await (await app.DatabaseAsync()).ListLengthAsync(app.Store.Queue(queue).Names.For(RedisScript.Enqueue, table: 0)[1]);
}
