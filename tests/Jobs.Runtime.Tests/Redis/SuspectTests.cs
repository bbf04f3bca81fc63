using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Jobs that have been recovered so often that one of them may be what ends processes: a session holds one of them at a time.</summary>
public abstract class SuspectTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    private const int AloneFrom = 2;

    [Fact]
    public async Task A_session_is_handed_one_of_them_and_the_rest_waits()
    {
        var ids = await RecoveredAsync(times: 2, count: 3);

        var taken = (await (await JoinAsync("b")).TurnAsync(want: 10)).Jobs;

        Assert.Equal(ids[..1], taken.Select(job => job.Id));
        Assert.Equal("jobs state due", await Queue.PlacesAsync(ids[1]));
        Assert.Equal("jobs state due", await Queue.PlacesAsync(ids[2]));
    }

    [Fact]
    public async Task While_it_holds_one_it_is_handed_no_other()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        var session = await JoinAsync("b");
        await session.TurnAsync(want: 10);
        await Queue.MakeDueAsync(ids[1]);

        Assert.Empty((await session.TurnAsync(want: 10)).Jobs);
        Assert.Equal("jobs state due", await Queue.PlacesAsync(ids[1]));
    }

    [Fact]
    public async Task Another_session_takes_the_next_meanwhile()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        await (await JoinAsync("b")).TurnAsync(want: 10);
        await Queue.MakeDueAsync(ids[1]);

        Assert.Equal(ids[1], Assert.Single((await (await JoinAsync("c")).TurnAsync(want: 10)).Jobs).Id);
    }

    [Fact]
    public async Task An_idle_session_is_woken_for_the_next_and_watches_the_clock()
    {
        await RecoveredAsync(times: 2, count: 2);
        var idle = await JoinAsync("c");
        await Queue.Database.SetAddAsync(Queue.Key(QueueKey.Idle), idle.Name);
        await using var wakes = await WakeUps.ListenAsync(Queue, idle.Name);

        var busy = await (await JoinAsync("b")).TurnAsync(want: 10);

        Assert.Equal(1, (await wakes.CountAsync())[idle.Name]);
        Assert.Null(busy.NextIn);
        Assert.InRange((await idle.TurnAsync(want: 10)).NextIn!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task A_session_that_is_alone_watches_the_clock_itself()
    {
        await RecoveredAsync(times: 2, count: 2);

        var reply = await (await JoinAsync("b")).TurnAsync(want: 10);

        Assert.InRange(reply.NextIn!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Once_it_has_ended_the_session_is_handed_the_next()
    {
        var ids = await RecoveredAsync(times: 2, count: 2);
        var session = await JoinAsync("b");
        var first = Assert.Single((await session.TurnAsync(want: 10)).Jobs);
        await Queue.MakeDueAsync(ids[1]);

        var next = await session.TurnAsync(want: 10, Outcome.Completed(first, TestQueue.NoRetention));

        Assert.Equal(ids[1], Assert.Single(next.Jobs).Id);
    }

    [Fact]
    public async Task Others_are_handed_out_beside_it()
    {
        var suspect = Assert.Single(await RecoveredAsync(times: 2, count: 1));
        JobId[] others = [JobId.New(), JobId.New()];
        await Queue.EnqueueAsync(others);

        Assert.Equal([suspect, .. others], (await (await JoinAsync("b")).TurnAsync(want: 10)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task Jobs_recovered_less_often_go_together()
    {
        var ids = await RecoveredAsync(times: 1, count: 3);

        Assert.Equal(ids, (await (await JoinAsync("b")).TurnAsync(want: 10)).Jobs.Select(job => job.Id));
    }

    [Fact]
    public async Task A_repeated_turn_hands_out_the_same_one()
    {
        await RecoveredAsync(times: 2, count: 3);
        var session = await JoinAsync("b");
        var first = await session.TurnAsync(want: 10);

        Assert.Equal(first.Jobs.Select(job => (job.Id, job.Grant)), (await session.RepeatAsync()).Jobs.Select(job => (job.Id, job.Grant)));
    }

    [Fact]
    public async Task A_poison_pill_is_quarantined_and_takes_nobody_with_it()
    {
        var ids = NewIds(20);
        await Queue.EnqueueAsync(ids);
        var pill = ids[7];
        var completed = new HashSet<JobId>();
        for (var process = 0; completed.Count < ids.Length - 1 || await Queue.CountAsync("dead") == 0; process++)
        {
            Assert.True(process < 100, "it does not come to an end");
            foreach (var id in ids)
                await Queue.MakeDueAsync(id);
            var session = await JoinAsync($"s{process}");
            var taken = (await session.TurnAsync(want: 10)).Jobs;
            if (taken.Any(job => job.Id == pill))
            {
                await Queue.ExpireAsync(session.Name);
                await Queue.RecoverAsync();
                continue;
            }

            await session.TellAsync([.. taken.Select(job => Outcome.Completed(job, TestQueue.NoRetention))]);
            completed.UnionWith(taken.Select(job => job.Id));
        }

        Assert.DoesNotContain(pill, completed);
        Assert.Equal((RunStateKind.Quarantined, 4), (await Queue.StateAsync(pill) is var state ? state.Kind : default, state.Recoveries));
        Assert.Equal(1, await Queue.CountAsync("dead"));
    }

    private Task<TestSession> JoinAsync(string session) => Queue.JoinAsync(session, AloneFrom);

    /// <summary>Jobs that were held by so many sessions that died.</summary>
    private async Task<JobId[]> RecoveredAsync(int times, int count)
    {
        var ids = NewIds(count);
        await Queue.EnqueueAsync(ids);
        for (var i = 0; i < times; i++)
        {
            await (await Queue.JoinAsync($"dead{i}")).TurnAsync(want: count);
            await Queue.ExpireAsync($"dead{i}");
            await Queue.RecoverAsync();
        }

        return await Queue.ReadyAsync();
    }
}

public sealed class SuspectsOnEmbedded(Servers servers) : SuspectTests(servers, ServerKind.Embedded);

public sealed class SuspectsOnRedis(Servers servers) : SuspectTests(servers, ServerKind.Redis);
