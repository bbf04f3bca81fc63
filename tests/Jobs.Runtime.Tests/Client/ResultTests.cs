using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

public abstract class ResultTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    [Fact]
    public async Task A_result_that_is_there_is_returned()
    {
        var job = await CompleteAsync(new byte[] { 42 });

        Assert.Equal([42], (await Client.WaitForResultAsync(job, Ct)).ToArray());
    }

    [Fact]
    public async Task A_job_without_a_result_ends_with_nil()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await TellAsync("mails", Outcome.Completed(Assert.Single(await TakeAsync("mails", 1)), 60_000));

        Assert.Equal([0xC0], (await Client.WaitForResultAsync(job, Ct)).ToArray());
    }

    [Fact]
    public async Task A_result_is_returned_when_its_job_ends()
    {
        var job = await Client.EnqueueAsync(new Addition(40, 2), cancellationToken: Ct);
        var result = Client.WaitForResultAsync(job, Ct);
        await AwaitedAsync(job);
        await TellAsync("default", Outcome.Ended(Assert.Single(await TakeAsync("default", 1)), 60_000, new RunState(RunEnd.Completed, 0, 0, Result: new byte[] { 42 })));

        Assert.Equal([42], (await result).ToArray());
    }

    [Fact]
    public async Task Several_can_wait_for_one_job()
    {
        var job = await Client.EnqueueAsync(new Addition(40, 2), cancellationToken: Ct);
        var results = Enumerable.Range(0, 3).Select(_ => Client.WaitForResultAsync(job, Ct)).ToArray();
        await AwaitedAsync(job);
        await TellAsync("default", Outcome.Ended(Assert.Single(await TakeAsync("default", 1)), 60_000, new RunState(RunEnd.Completed, 0, 0, Result: new byte[] { 42 })));

        Assert.All(await Task.WhenAll(results), result => Assert.Equal([42], result.ToArray()));
    }

    [Fact]
    public async Task A_dead_job_ends_the_wait_with_its_reason()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        await TellAsync("mails", Outcome.Dead(Assert.Single(await TakeAsync("mails", 1)), new RunState(RunEnd.Dead, 1, 0, "bad address")));

        var error = await Assert.ThrowsAsync<JobFailedException>(() => Client.WaitForResultAsync(job, Ct));
        Assert.Equal(JobState.Dead, error.State);
        Assert.Contains("'mail'", error.Message);
        Assert.Contains("bad address", error.Message);
    }

    [Fact]
    public async Task A_cancelled_job_ends_the_wait()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        var result = Client.WaitForResultAsync(job, Ct);
        await AwaitedAsync(job);
        await Client.CancelAsync(job.Id, job.Queue, Ct);

        Assert.Equal(JobState.Cancelled, (await Assert.ThrowsAsync<JobFailedException>(() => result)).State);
    }

    [Fact]
    public async Task A_job_that_nobody_knows_ends_the_wait()
    {
        var error = await Assert.ThrowsAsync<JobFailedException>(() => Client.WaitForResultAsync(new JobHandle(JobId.New(), "mails"), Ct));

        Assert.Null(error.State);
    }

    [Fact]
    public async Task A_token_ends_the_wait_and_not_the_job()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);
        using var patience = new CancellationTokenSource();
        var result = Client.WaitForResultAsync(job, patience.Token);
        await AwaitedAsync(job);
        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => result);
        Assert.Equal(JobState.Ready, (await Client.GetAsync(job.Id, job.Queue, Ct))!.State);
    }

    private async Task<JobHandle> CompleteAsync(byte[] result)
    {
        var job = await Client.EnqueueAsync(new Addition(40, 2), cancellationToken: Ct);
        await TellAsync("default", Outcome.Ended(Assert.Single(await TakeAsync("default", 1)), 60_000, new RunState(RunEnd.Completed, 0, 0, Result: result)));
        return job;
    }

    /// <summary>Returns when Redis has been told that somebody waits.</summary>
    private async Task AwaitedAsync(JobHandle job)
    {
        var key = Store.Queue(job.Queue).Names.For(RedisScript.Await, table: 0)[3];
        while (!await Database.SetContainsAsync(key, JobStore.Bytes(job.Id)))
            await Task.Yield();
    }
}

public sealed class ResultsOnEmbedded(Servers servers) : ResultTests(servers, ServerKind.Embedded);

public sealed class ResultsOnRedis(Servers servers) : ResultTests(servers, ServerKind.Redis);
