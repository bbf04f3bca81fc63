using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Jobs with a priority: what they pass, what passes them, and that they keep it wherever they have been.</summary>
public abstract class PriorityTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_job_with_a_larger_priority_is_fetched_first()
    {
        var session = await Queue.JoinAsync();
        var (low, plain, high, highest) = (JobId.New(), JobId.New(), JobId.New(), JobId.New());
        await EnqueueAsync((low, -5), (plain, 0), (high, 1), (highest, int.MaxValue));

        Assert.Equal([highest, high, plain, low], await FetchAsync(session, 4));
    }

    [Fact]
    public async Task Jobs_of_equal_priority_are_fetched_in_the_order_in_which_they_were_stored()
    {
        var session = await Queue.JoinAsync();
        var ids = Enumerable.Range(0, 50).Select(i => JobId.From($"job {i}")).ToArray(); // their ids say no time
        await EnqueueAsync([.. ids.Select(id => (id, 3))]);

        Assert.Equal(ids, (await FetchAsync(session, 20)).Concat(await FetchAsync(session, 30)));
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task A_priority_of_any_size_has_its_place(int priority)
    {
        var session = await Queue.JoinAsync();
        var (plain, other) = (JobId.New(), JobId.New());
        await EnqueueAsync((plain, 0), (other, priority));

        Assert.Equal(priority > 0 ? [other, plain] : [plain, other], await FetchAsync(session, 2));
    }

    [Fact]
    public async Task A_delayed_job_keeps_its_priority()
    {
        var session = await Queue.JoinAsync();
        var (plain, delayed) = (JobId.New(), JobId.New());
        Queue.PriorityOf = id => id == delayed ? 1 : 0;
        await Queue.EnqueueAsync(plain);
        await Queue.EnqueueAfterAsync(3_600_000, delayed);
        await Queue.MakeDueAsync(delayed);

        Assert.Equal([delayed, plain], await FetchAsync(session, 2));
    }

    [Theory]
    [InlineData("Later")]
    [InlineData("Back")]
    public async Task A_retried_or_requeued_job_keeps_its_priority(string kind)
    {
        var session = await Queue.JoinAsync();
        var (plain, high) = (JobId.New(), JobId.New());
        await EnqueueAsync((plain, 0), (high, 1));
        var job = Assert.Single((await session.TurnAsync(want: 1)).Jobs);
        await session.TurnAsync(want: 0, OutcomeTests.OfKind(kind, job));
        await Queue.MakeDueAsync(high);

        Assert.Equal([high, plain], await FetchAsync(session, 2));
    }

    [Fact]
    public async Task A_recovered_job_keeps_its_priority()
    {
        var (plain, high) = (JobId.New(), JobId.New());
        await EnqueueAsync((plain, 0), (high, 1));
        await FetchAsync(await Queue.JoinAsync("dying"), 2);
        await Queue.ExpireAsync("dying");
        await Queue.RecoverAsync();

        Assert.Equal([high, plain], await FetchAsync(await Queue.JoinAsync("other"), 2));
    }

    [Theory]
    [InlineData("Completed", TestQueue.NoRetention)]
    [InlineData("Completed", TestQueue.Retention)]
    [InlineData("Ended", TestQueue.Retention)]
    [InlineData("Dead", TestQueue.Retention)]
    public async Task Nothing_of_the_priority_is_left_once_the_job_has_ended(string kind, long retention)
    {
        var session = await Queue.JoinAsync();
        await EnqueueAsync((JobId.New(), 1));
        var job = Assert.Single((await session.TurnAsync(want: 1)).Jobs);
        await session.TurnAsync(want: 0, OutcomeTests.OfKind(kind, job, retention));

        await Queue.AssertSoundAsync(); // no trait of a job that has ended
    }

    [Fact]
    public async Task A_cancelled_job_leaves_the_order_at_once()
    {
        var session = await Queue.JoinAsync();
        var (plain, high) = (JobId.New(), JobId.New());
        await EnqueueAsync((plain, 0), (high, 1));

        Assert.Equal(CancelResult.Cancelled, await Queue.CancelAsync(high));
        await Queue.AssertSoundAsync(); // none stands in two places
        Assert.Equal([plain], await FetchAsync(session, 2));
    }

    [Fact]
    public async Task A_worker_that_waits_is_woken_for_a_job_with_a_priority()
    {
        await using var wakes = await Queue.ListenAsync(["a"]);
        var session = await Queue.JoinAsync();
        await session.TurnAsync(want: 1);
        await EnqueueAsync((JobId.New(), 1));

        Assert.Equal(1, (await wakes.CountAsync())["a"]);
    }

    private Task EnqueueAsync(params (JobId Id, int Priority)[] jobs)
    {
        var priorities = jobs.ToDictionary(job => job.Id, job => job.Priority);
        Queue.PriorityOf = id => priorities.GetValueOrDefault(id);
        return Queue.EnqueueAsync([.. jobs.Select(job => job.Id)]);
    }

    private static async Task<JobId[]> FetchAsync(TestSession session, int want) => [.. (await session.TurnAsync(want)).Jobs.Select(job => job.Id)];
}

public sealed class PriorityOnEmbedded(Servers servers) : PriorityTests(servers, StoreKind.Embedded);

public sealed class PriorityOnRedis(Servers servers) : PriorityTests(servers, StoreKind.Redis);

public sealed class PriorityOnMemory(Servers servers) : PriorityTests(servers, StoreKind.Memory);
