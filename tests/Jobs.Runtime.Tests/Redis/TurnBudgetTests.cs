using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A turn brings no more bytes than its link carries in time.</summary>
public abstract class TurnBudgetTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    private const int Size = 1000;

    [Fact]
    public async Task A_turn_fetches_the_jobs_that_fit_and_leaves_the_others_in_their_order()
    {
        var ids = await EnqueueAsync(5);
        var session = await Queue.JoinAsync();

        var reply = await session.TurnAsync(want: 5, budget: (2 * Size) + 500);

        Assert.Equal(ids[..2], reply.Jobs.Select(job => job.Id));
        Assert.Equal(2 * Size, reply.Bytes);
        Assert.Equal(ids[2..], await Queue.ReadyAsync());
        Assert.All(reply.Jobs, job => Assert.Equal(Size, job.Envelope.Length));
    }

    /// <summary>It has room, and nobody would wake it.</summary>
    [Fact]
    public async Task A_session_whose_turn_left_jobs_for_their_size_is_to_look_again_at_once_and_is_not_idle()
    {
        await EnqueueAsync(3);
        var session = await Queue.JoinAsync();

        var reply = await session.TurnAsync(want: 3, budget: Size);

        Assert.Equal(TimeSpan.Zero, reply.NextIn);
        Assert.Empty(await Queue.IdleAsync());
    }

    [Fact]
    public async Task One_job_always_fits()
    {
        var ids = await EnqueueAsync(2);
        var session = await Queue.JoinAsync();

        Assert.Equal(ids[0], Assert.Single((await session.TurnAsync(want: 2, budget: 1)).Jobs).Id);
        Assert.Equal(ids[1], Assert.Single((await session.TurnAsync(want: 2, budget: 1)).Jobs).Id);
    }

    [Fact]
    public async Task What_jobs_have_been_through_counts_too()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        var state = new RunState(RunEnd.Failed, 1, 0, new string('e', 5000));
        await session.TellAsync(Outcome.Later(job, 0, TimeSpan.FromHours(1), state));
        await Queue.MakeDueAsync(job.Id);
        await EnqueueAsync(1);
        await session.TurnAsync(want: 0); // what is due becomes ready, behind it

        Assert.Single((await session.TurnAsync(want: 2, budget: 5000)).Jobs);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public async Task All_that_fit_are_fetched_however_many(int count)
    {
        var ids = await EnqueueAsync(count + 10);
        var session = await Queue.JoinAsync();

        var reply = await session.TurnAsync(want: 1000, budget: count * Size);

        Assert.Equal(ids[..count], reply.Jobs.Select(job => job.Id));
        Assert.Equal(ids[count..], await Queue.ReadyAsync());
        Assert.Equal(count, (await Queue.HeldAsync()).Length);
    }

    [Fact]
    public async Task A_turn_that_is_asked_again_for_fewer_bytes_names_all_its_jobs_and_brings_those_that_fit()
    {
        var ids = await EnqueueAsync(3);
        var session = await Queue.JoinAsync();
        var first = await session.TurnAsync(want: 3);

        var reply = await session.RepeatAsync(budget: 1);

        Assert.Equal(ids[..1], reply.Jobs.Select(job => job.Id));
        Assert.Equal(ids[1..], reply.Undelivered.Select(job => job.Id));
        Assert.All(reply.Undelivered, job => Assert.Equal(first.Jobs[0].Holder.ToArray(), job.Holder.ToArray()));
        Assert.Equal(0, reply.FirstUndeliveredBytes);
    }

    [Fact]
    public async Task A_turn_that_is_asked_again_for_no_bytes_names_its_jobs_and_says_how_large_the_first_is()
    {
        var ids = await EnqueueAsync(2);
        var session = await Queue.JoinAsync();
        await session.TurnAsync(want: 2);

        var reply = await session.RepeatAsync(budget: 0);

        Assert.Empty(reply.Jobs);
        Assert.Equal(ids, reply.Undelivered.Select(job => job.Id));
        Assert.Equal(Size, reply.FirstUndeliveredBytes);
    }

    /// <summary>The call never arrived when it asked for more.</summary>
    [Fact]
    public async Task A_turn_for_no_bytes_fetches_nothing()
    {
        var ids = await EnqueueAsync(1);
        var session = await Queue.JoinAsync();

        var reply = await session.TurnAsync(want: 1, budget: 0);

        Assert.Empty(reply.Jobs);
        Assert.Empty(reply.Undelivered);
        Assert.Equal(ids, await Queue.ReadyAsync());
    }

    [Fact]
    public async Task Undelivered_jobs_go_back_to_the_head_in_their_order()
    {
        var ids = await EnqueueAsync(4);
        var session = await Queue.JoinAsync();
        await session.TurnAsync(want: 3);
        var reply = await session.RepeatAsync(budget: 0);

        await session.TellAsync([.. reply.Undelivered.Select(job => Outcome.Back(job, TestQueue.Retention))]);

        Assert.Equal(ids, await Queue.ReadyAsync());
    }

    /// <summary>One that runs for hours would keep the states of up to a thousand others.</summary>
    [Fact]
    public async Task A_job_that_still_runs_does_not_keep_the_states_of_those_that_came_with_it()
    {
        var session = await Queue.JoinAsync();
        foreach (var job in (TakenJob[])[await Queue.TakeNewAsync(session), await Queue.TakeNewAsync(session)])
        {
            await session.TellAsync(Outcome.Later(job, 0, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 1, 0, "error")));
            await Queue.MakeDueAsync(job.Id);
        }
        var jobs = (await session.TurnAsync(want: 2)).Jobs;
        Assert.All(jobs, job => Assert.False(job.State.IsEmpty));

        jobs[0].ForgetState();

        Assert.True(jobs[0].State.IsEmpty);
        Assert.Equal(1, RunState.Decode(jobs[1].State).Failures);
    }

    private async Task<JobId[]> EnqueueAsync(int count)
    {
        var ids = NewIds(count);
        await Queue.EnqueueAsync([.. ids.Select(id => (id, new byte[Size], default(StartTime)))]);
        return ids;
    }
}

public sealed class TurnBudgetOnMemory(Servers servers) : TurnBudgetTests(servers, StoreKind.Memory);

public sealed class TurnBudgetOnEmbedded(Servers servers) : TurnBudgetTests(servers, StoreKind.Embedded);

public sealed class TurnBudgetOnRedis(Servers servers) : TurnBudgetTests(servers, StoreKind.Redis);
