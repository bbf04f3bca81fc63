using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

public abstract class CancelTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    [Fact]
    public async Task A_waiting_job_is_cancelled_and_never_starts()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(job.Id, job.Queue, Ct));
        Assert.Equal(JobState.Cancelled, (await Client.GetAsync(job.Id, job.Queue, Ct))!.State);
        Assert.Empty(await TakeAsync("mails", 10));
    }

    [Fact]
    public async Task A_scheduled_job_is_cancelled()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Delay = TimeSpan.FromHours(1) }, Ct);

        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(job.Id, job.Queue, Ct));
        Assert.Equal(JobState.Cancelled, (await Client.GetAsync(job.Id, job.Queue, Ct))!.State);
    }

    [Fact]
    public async Task A_cancelled_job_ended_when_it_was_cancelled_and_stays_for_its_own_retention()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Retention = TimeSpan.FromHours(3) }, Ct);
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        await Client.CancelAsync(job.Id, job.Queue, Ct);

        Assert.InRange((await Client.GetAsync(job.Id, job.Queue, Ct))!.EndedAt!.Value, before, before.AddMinutes(1));
    }

    [Fact]
    public async Task A_running_job_is_asked_to_stop()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await TakeAsync("mails", 1);

        Assert.Equal(CancelResult.Requested, await Client.CancelAsync(job.Id, job.Queue, Ct));
    }

    [Fact]
    public async Task A_job_that_has_ended_is_left_as_it_is()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        var taken = Assert.Single(await TakeAsync("mails", 1));
        await TellAsync("mails", Outcome.Completed(taken, 60_000));

        Assert.Equal(CancelResult.AlreadyEnded, await Client.CancelAsync(job.Id, job.Queue, Ct));
        Assert.Equal(JobState.Completed, (await Client.GetAsync(job.Id, job.Queue, Ct))!.State);
    }

    [Fact]
    public async Task A_job_that_nobody_knows_is_not_found() =>
        Assert.Equal(CancelResult.NotFound, await Client.CancelAsync(JobId.New(), cancellationToken: Ct));

    [Fact]
    public async Task A_job_is_cancelled_without_naming_its_queue()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = "somewhere" }, Ct);

        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(job.Id, cancellationToken: Ct));
        Assert.Equal(JobState.Cancelled, (await Client.GetAsync(job.Id, "somewhere", Ct))!.State);
    }
}

public sealed class CancelOnEmbedded(Servers servers) : CancelTests(servers, ServerKind.Embedded);

public sealed class CancelOnRedis(Servers servers) : CancelTests(servers, ServerKind.Redis);
