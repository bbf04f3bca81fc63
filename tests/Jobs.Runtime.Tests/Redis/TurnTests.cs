using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class TurnTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task Jobs_are_handed_out_in_order_and_as_many_as_wanted()
    {
        var ids = NewIds(5);
        await Queue.EnqueueAsync(ids);
        var session = await Queue.JoinAsync();

        Assert.Equal(ids[..2], (await session.TurnAsync(want: 2)).Jobs.Select(job => job.Id));
        Assert.Equal(ids[2..], (await session.TurnAsync(want: 10)).Jobs.Select(job => job.Id));
        Assert.Empty((await session.TurnAsync(want: 10)).Jobs);
    }

    [Fact]
    public async Task A_taken_job_comes_with_its_envelope_and_what_it_has_been_through()
    {
        var session = await Queue.JoinAsync();
        var first = await Queue.TakeNewAsync(session);
        await session.TellAsync(Outcome.Later(first, 0, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 2, 1, "no such host")));
        await Queue.MakeDueAsync(first.Id);

        var second = Assert.Single((await session.TurnAsync(want: 1)).Jobs);

        Assert.Equal(first.Id, second.Id);
        Assert.Equal(TestQueue.EnvelopeOf(first.Id), second.Envelope.ToArray());
        Assert.Equal(new RunState(RunEnd.Failed, 2, 1, "no such host"), RunState.Decode(second.State));
    }

    [Fact]
    public async Task A_job_that_nothing_has_happened_to_has_no_state() =>
        Assert.True((await Queue.TakeNewAsync(await Queue.JoinAsync())).State.IsEmpty);

    [Fact]
    public async Task A_taken_job_is_nobody_elses()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        await Queue.TakeNewAsync(a);

        Assert.Empty((await b.TurnAsync(want: 10)).Jobs);
    }

    [Fact]
    public async Task Each_turn_that_hands_out_takes_the_next_grant_of_the_queue()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        await Queue.EnqueueAsync(NewIds(4));

        var first = await a.TurnAsync(want: 2);
        await a.TurnAsync(want: 0);
        var second = await b.TurnAsync(want: 1);
        var third = await a.TurnAsync(want: 1);

        Assert.Equal([1, 1], first.Jobs.Select(job => job.Grant));
        Assert.Equal([2], second.Jobs.Select(job => job.Grant));
        Assert.Equal([3], third.Jobs.Select(job => job.Grant));
    }

    [Fact]
    public async Task A_job_that_is_handed_out_again_has_a_higher_grant()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);

        var again = Assert.Single((await session.TurnAsync(want: 1, Outcome.Back(job, 0))).Jobs);

        Assert.Equal(job.Id, again.Id);
        Assert.True(again.Grant > job.Grant);
    }

    [Fact]
    public async Task A_turn_settles_before_it_hands_out()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        var next = JobId.New();
        await Queue.EnqueueAsync(next);

        var reply = await session.TurnAsync(want: 1, Outcome.Completed(job, TestQueue.NoRetention));

        Assert.Equal(next, Assert.Single(reply.Jobs).Id);
        Assert.Equal("", await Queue.PlacesAsync(job.Id));
    }

    [Fact]
    public async Task A_thousand_outcomes_and_a_thousand_jobs_fit_into_one_turn()
    {
        var session = await Queue.JoinAsync();
        var ids = NewIds(2000);
        await Queue.EnqueueAsync(ids[..1000]);
        await Queue.EnqueueAsync(ids[1000..]);
        var first = await session.TurnAsync(want: TurnRequest.MaxWant);

        var second = await session.TurnAsync(TurnRequest.MaxWant, [.. first.Jobs.Select(job => Outcome.Completed(job, TestQueue.NoRetention))]);

        Assert.Equal(ids[1000..], second.Jobs.Select(job => job.Id));
        Assert.Equal(1000, await Queue.CountAsync("completed"));
        Assert.Equal(1000, await Queue.EnvelopesAsync());
    }

    [Fact]
    public async Task A_job_whose_envelope_is_gone_is_shown_among_the_dead_and_the_next_one_is_handed_out()
    {
        var ids = NewIds(2);
        await Queue.EnqueueAsync(ids);
        await Queue.LoseEnvelopeAsync(ids[0]);

        var reply = await (await Queue.JoinAsync()).TurnAsync(want: 2);

        Assert.Equal(ids[1], Assert.Single(reply.Jobs).Id);
        Assert.Equal("dead ended", await Queue.PlacesAsync(ids[0]));
        Assert.Equal(RunEnd.Missing, (await Queue.StateAsync(ids[0])).Kind);
        Assert.Equal(1, await Queue.CountAsync("dead"));
    }

    [Fact]
    public async Task The_time_it_answers_is_the_servers()
    {
        var session = await Queue.JoinAsync();

        var before = await Queue.NowAsync();
        var reply = await session.TurnAsync(want: 1);

        Assert.InRange(reply.Now, before, await Queue.NowAsync());
    }

    [Fact]
    public async Task A_turn_keeps_its_session_alive()
    {
        var session = await Queue.JoinAsync();
        var soon = await Queue.NowAsync() + 1000;
        await Queue.SetExpiryAsync(session.Name, soon);

        await session.TurnAsync(want: 1);

        Assert.True(await Queue.ExpiryAsync(session.Name) > soon);
    }

    [Fact]
    public async Task A_session_that_is_overdue_but_not_recovered_still_owns_its_jobs()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await Queue.ExpireAsync(session.Name);

        var reply = await session.TellAsync(Outcome.Completed(job, TestQueue.NoRetention));

        Assert.Equal(TurnStatus.Applied, reply.Status);
        Assert.Empty(reply.Refused);
        Assert.Empty((await Queue.RecoverAsync()).Recovered);
    }

    [Fact]
    public async Task A_session_that_never_joined_gets_nothing()
    {
        await Queue.EnqueueAsync(JobId.New());

        var reply = await new TestSession(Queue, "stranger").TurnAsync(want: 1);

        Assert.Equal(TurnStatus.Ended, reply.Status);
        Assert.Single(await Queue.ReadyAsync());
    }
}

public sealed class TurnOnMemory(Servers servers) : TurnTests(servers, StoreKind.Memory);

public sealed class TurnOnEmbedded(Servers servers) : TurnTests(servers, StoreKind.Embedded);

public sealed class TurnOnRedis(Servers servers) : TurnTests(servers, StoreKind.Redis);
