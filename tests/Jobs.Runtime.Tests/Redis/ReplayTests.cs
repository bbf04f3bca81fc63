using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Every operation in every state, twice with the same arguments, as when the first reply was lost: the queue holds the same
/// as after the first, and the second reply tells the caller as much.</summary>
public abstract class ReplayTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    public static TheoryData<string> Cases => [.. ReplayCase.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_call_sent_again_changes_nothing_more(string name)
    {
        var one = ReplayCase.All.Single(one => one.Name == name);
        var call = await one.ArrangeAsync(Queue);
        var first = await call();
        var after = await Queue.DumpAsync();

        var second = await call();

        Assert.Equal(after, await Queue.DumpAsync());
        Assert.Equal(one.FirstReply ?? first, first);
        Assert.Equal(one.SecondReply ?? first, second);
    }

    [Fact]
    public async Task A_turn_sent_again_answers_as_the_first_time_whatever_others_did_meanwhile()
    {
        var (a, b) = (await Queue.JoinAsync("a"), await Queue.JoinAsync("b"));
        var done = await Queue.TakeNewAsync(a);
        await Queue.EnqueueAsync(NewIds(3));
        var first = await a.TurnAsync(want: 2, Outcome.Completed(done, 0));
        await Queue.EnqueueAsync(NewIds(3));
        await b.TurnAsync(want: 2);
        var before = await Queue.DumpAsync();

        var second = await a.RepeatAsync();

        Assert.Equal(first.Jobs.Select(job => (job.Id, job.Grant)), second.Jobs.Select(job => (job.Id, job.Grant)));
        Assert.Equal(before, await Queue.DumpAsync());
    }

    /// <summary>Such a copy comes late out of a connection that was given up: a job it took would wait for the end of a session that lives.</summary>
    [Fact]
    public async Task A_second_copy_of_a_turn_that_found_nothing_takes_nothing_and_says_to_look_again()
    {
        var session = await Queue.JoinAsync();
        Assert.Empty((await session.TurnAsync(want: 1)).Jobs);
        var id = JobId.New();
        await Queue.EnqueueAsync(id);

        var copy = await session.RepeatAsync();

        Assert.Empty(copy.Jobs);
        Assert.Equal(TimeSpan.Zero, copy.NextIn);
        Assert.Equal(id, Assert.Single((await session.TurnAsync(want: 1)).Jobs).Id);
    }

    [Fact]
    public async Task A_turn_that_arrives_after_a_later_one_does_nothing()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        var late = new TurnRequest();
        late.Fill(session.Name, 2, 1, 60_000, [Outcome.Completed(job, 0)]);
        await session.TurnAsync(want: 0, Outcome.Completed(job, 0));
        await Queue.TakeNewAsync(session);
        await Queue.EnqueueAsync(JobId.New());
        var before = await Queue.DumpAsync();

        var reply = await Queue.Door.TurnAsync(late);

        Assert.Equal(TurnStatus.Stale, reply.Status);
        Assert.Equal(before, await Queue.DumpAsync());
    }

    [Fact]
    public async Task A_turn_sent_again_after_its_session_was_recovered_does_nothing()
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await session.TurnAsync(want: 0, Outcome.Later(job, 0, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 1, 0)));
        await Queue.ExpireAsync("a");
        await Queue.RecoverAsync();
        var before = await Queue.DumpAsync();

        Assert.Equal(TurnStatus.Ended, (await session.RepeatAsync()).Status);

        Assert.Equal(before, await Queue.DumpAsync());
    }
}

public sealed class ReplayOnMemory(Servers servers) : ReplayTests(servers, StoreKind.Memory);

public sealed class ReplayOnEmbedded(Servers servers) : ReplayTests(servers, StoreKind.Embedded);

public sealed class ReplayOnRedis(Servers servers) : ReplayTests(servers, StoreKind.Redis);
