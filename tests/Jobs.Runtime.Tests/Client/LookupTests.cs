using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

public abstract class LookupTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    [Fact]
    public async Task A_job_is_found_without_naming_its_queue()
    {
        await Client.EnqueueAsync(new Mail("eve@example.com"), new() { Queue = "a" }, Ct);
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = "b" }, Ct);

        Assert.Equal("b", (await Client.GetAsync(job.Id, cancellationToken: Ct))!.Queue);
    }

    [Fact]
    public async Task A_job_that_another_process_enqueued_is_found_without_naming_its_queue()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        while (!await Database.SetContainsAsync(Store.QueuesKey, "mails"))
            await Task.Yield(); // the name is added beside the enqueue, not before it

        await using var other = new ClientApp(User.ConnectionString, Prefix);
        Assert.Equal("mail", (await other.Client.GetAsync(job.Id, cancellationToken: Ct))!.Name);
    }

    [Fact]
    public async Task A_job_that_nobody_knows_is_null() =>
        Assert.Null(await Client.GetAsync(JobId.New(), cancellationToken: Ct));

    [Fact]
    public async Task What_is_not_a_queue_name_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(async () => await Client.GetAsync(JobId.New(), "no such {queue}", Ct));

    [Fact]
    public async Task A_running_job_names_its_session_and_its_start()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await TakeAsync("mails", 1, session: "worker-1");

        var info = await Client.GetAsync(job.Id, job.Queue, Ct);
        Assert.Equal((JobState.Active, "worker-1"), (info!.State, info.Session));
        Assert.InRange(info.StartedAt!.Value, info.EnqueuedAt.AddSeconds(-1), info.EnqueuedAt.AddMinutes(1));
    }

    [Fact]
    public async Task A_job_that_failed_shows_why_and_when_it_is_tried_again()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        var taken = Assert.Single(await TakeAsync("mails", 1));
        await TellAsync("mails", Outcome.Later(taken, 60_000, TimeSpan.FromMinutes(1), new RunState(RunEnd.Failed, 1, 0, "no route to host")));

        var info = await Client.GetAsync(job.Id, job.Queue, Ct);
        Assert.Equal((JobState.Retrying, 1, "no route to host"), (info!.State, info.FailedAttempts, info.LastError));
        Assert.NotNull(info.DueAt);
    }

    [Fact]
    public async Task A_dead_job_shows_its_reason_and_its_payload()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        var taken = Assert.Single(await TakeAsync("mails", 1));
        await TellAsync("mails", Outcome.Dead(taken, new RunState(RunEnd.Dead, 25, 0, "bad address")));

        var info = await Client.GetAsync(job.Id, job.Queue, Ct);
        Assert.Equal((JobState.Dead, "bad address"), (info!.State, info.LastError));
        Assert.NotNull(info.EndedAt);
        Assert.True(info.Payload.Span.IndexOf("ada@example.com"u8) >= 0);
    }

    [Fact]
    public async Task A_completed_job_shows_when_it_ended_and_its_result()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        var taken = Assert.Single(await TakeAsync("mails", 1));
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await TellAsync("mails", Outcome.Ended(taken, 120_000, new RunState(RunEnd.Completed, 0, 0, Result: new byte[] { 42 })));

        var info = await Client.GetAsync(job.Id, job.Queue, Ct);
        Assert.Equal(JobState.Completed, info!.State);
        Assert.Equal([42], info.Result.ToArray());
        Assert.InRange(info.EndedAt!.Value, before, before.AddMinutes(1));
    }
}

public sealed class LookupOnEmbedded(Servers servers) : LookupTests(servers, ServerKind.Embedded);

public sealed class LookupOnRedis(Servers servers) : LookupTests(servers, ServerKind.Redis);
