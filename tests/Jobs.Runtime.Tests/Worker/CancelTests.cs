using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Jobs that somebody cancels, wherever they are.</summary>
public abstract class CancelTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly Told<string> told = new();

    [Fact]
    public async Task A_waiting_job_never_starts()
    {
        var id = await EnqueueAsync("cancelled");
        await EnqueueAsync("not cancelled");

        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(id, "q", Ct));
        await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));

        Assert.Equal(["not cancelled"], await told.FirstAsync(1));
        Assert.Equal(JobState.Cancelled, (await InfoAsync(id)).State);
        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(id, "q", Ct));
    }

    [Fact]
    public async Task A_scheduled_job_never_starts()
    {
        await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var id = await EnqueueAsync("cancelled", new() { Delay = TimeSpan.FromHours(1) });

        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(id, "q", Ct));

        Assert.Equal(JobState.Cancelled, (await InfoAsync(id)).State);
        Assert.DoesNotContain("due", await Queue.PlacesAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_waits_for_its_next_attempt_has_none()
    {
        var worker = await StartAsync(on => on.Handle<StrictWork>((_, _, _) => throw new IOException()));
        var id = (await Client.EnqueueStrictWork(new("x"), cancellationToken: Ct)).Id;
        await UntilAsync(() => InfoAsync(id), info => info.State == JobState.Retrying);

        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(id, "q", Ct));

        Assert.Equal((JobState.Cancelled, 1), await InfoAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Single(worker.Log.Of(LogIds.Failed));
    }

    [Fact]
    public async Task A_running_job_has_its_token_cancelled_and_ends_as_cancelled()
    {
        await StartAsync(on => on.Work(async (job, _, ct) =>
        {
            told.Add(job.Text);
            await ct.UntilCancelled();
        }));
        var id = await EnqueueAsync("running");
        await told.FirstAsync(1);

        Assert.Equal(CancelResult.Requested, await Client.CancelAsync(id, "q", Ct));

        var info = await EndAsync(id);
        Assert.Equal((JobState.Cancelled, 0, "cancelled while it ran"), (info.State, info.FailedAttempts, info.LastError));
        Assert.Equal(["running"], told.Values);
        Assert.Equal("jobs done ended", await Queue.PlacesAsync(id)); // nothing of it is left to be cancelled
    }

    [Fact]
    public async Task Only_the_job_that_was_meant_is_cancelled()
    {
        var release = new TaskCompletionSource();
        await StartAsync(on => on.Work(async (job, _, ct) =>
        {
            told.Add(job.Text);
            await release.Task.WaitAsync(ct);
        }));
        var id = await EnqueueAsync("cancelled");
        var other = await EnqueueAsync("other");
        await told.FirstAsync(2);

        await Client.CancelAsync(id, "q", Ct);
        Assert.Equal(JobState.Cancelled, (await EndAsync(id)).State);
        release.SetResult();

        Assert.Equal(JobState.Completed, (await EndAsync(other)).State);
    }

    [Fact]
    public async Task A_cancellation_that_comes_too_late_changes_nothing()
    {
        await StartAsync(on => on.Work(async (job, _, ct) =>
        {
            told.Add(job.Text);
            await ct.WhenCancelled(); // and then it returns, for its work is done
        }));
        var id = await EnqueueAsync("too late");
        await told.FirstAsync(1);

        Assert.Equal(CancelResult.Requested, await Client.CancelAsync(id, "q", Ct));

        Assert.Equal(JobState.Completed, (await EndAsync(id)).State);
        Assert.Equal(CancelResult.AlreadyEnded, await Client.CancelAsync(id, "q", Ct));
    }

    /// <summary>The clock stands still, so that what has been fetched ahead is not given back for having waited too long.</summary>
    [Fact]
    public async Task A_job_fetched_ahead_never_starts()
    {
        var release = new TaskCompletionSource();
        var blocked = new TaskCompletionSource<string>();
        await StartAsync(on =>
        {
            on.Time = new FakeTimeProvider(DateTimeOffset.UtcNow);
            on.Options.Concurrency = 1;
            on.Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                if (told.Count == 150)
                {
                    blocked.SetResult(job.Text);
                    await release.Task;
                }
            });
        });
        var jobs = await Client.EnqueueManyAsync(Enumerable.Range(0, 300).Select(i => new Work($"{i}")), cancellationToken: Ct);
        await blocked.Task.Soon();

        var notStarted = jobs.Skip(150).Select(job => job.Id).ToHashSet();
        var held = await UntilAsync(async () => (await Database.HashKeysAsync(Queue.Key(QueueKey.Active))).Select(TestQueue.IdOf), ids => ids.Any(notStarted.Contains));
        var ahead = held.First(notStarted.Contains);
        Assert.Equal(CancelResult.Requested, await Client.CancelAsync(ahead, "q", Ct));
        Assert.Equal(JobState.Cancelled, (await EndAsync(ahead)).State);

        release.SetResult();
        await told.FirstAsync(299);
        Assert.Equal(299, told.Values.Distinct().Count());
    }
}

public sealed class CancelOnEmbedded(Servers servers) : CancelTests(servers, ServerKind.Embedded);

public sealed class CancelOnRedis(Servers servers) : CancelTests(servers, ServerKind.Redis);
