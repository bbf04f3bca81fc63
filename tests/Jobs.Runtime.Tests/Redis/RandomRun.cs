using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A run of random operations on one queue, and what it knows must hold after each.</summary>
internal sealed class RandomRun(TestQueue queue, int seed)
{
    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly string[] Kinds = ["Completed", "Ended", "Later", "Back", "Dead"];
    private readonly Random random = new(seed);
    private readonly Dictionary<string, (TestSession Session, List<TakenJob> Held)> sessions = [];
    private readonly List<JobId> stored = [];
    private readonly List<TakenJob> stale = [];
    private readonly HashSet<JobId> alive = [];
    private readonly HashSet<JobId> mayGo = []; // in the step under way
    private string last = "";

    public async Task StepAsync()
    {
        switch (random.Next(13))
        {
            case 0 or 1:
                await EnqueueAsync();
                break;
            case 2 or 3 or 4 or 5 or 6:
                await TurnAsync();
                break;
            case 7:
                await CancelAsync();
                break;
            case 8:
                await DieAsync();
                break;
            case 9:
                await SweepAsync();
                break;
            case 10:
                await MakeDueAsync();
                break;
            case 11:
                await RecordAsync();
                break;
            default:
                await LeaveAsync();
                break;
        }
        await CheckAsync();
    }

    /// <summary>Workers finish what there is, retentions end, sessions leave.</summary>
    public async Task FinishAllAsync()
    {
        foreach (var name in sessions.Keys)
            await queue.ExpireAsync(name);
        await queue.RecoverAsync(maxRecoveries: 100);
        sessions.Clear();
        var session = await queue.JoinAsync("last");
        while (true)
        {
            foreach (var id in (await QueueDump.ReadAsync(queue)).Ids(QueueKey.Due))
                await queue.MakeDueAsync(id);
            var reply = await session.TurnAsync(want: 50);
            if (reply is { Jobs.Length: 0, NextIn: null })
                break;
            await session.TellAsync([.. reply.Jobs.Select(job => Outcome.Completed(job, TestQueue.NoRetention))]);
        }
        await session.LeaveAsync();

        var dump = await QueueDump.ReadAsync(queue);
        foreach (var id in dump.Ids(QueueKey.Done))
            await queue.EndRetentionAsync(id);
        while (await queue.Door.SweepAsync() > 0) { }
        foreach (var id in dump.Ids(QueueKey.Dead)) // nothing but a person removes these
        {
            await queue.Database.SortedSetRemoveAsync(queue.Key(QueueKey.Dead), JobStore.Bytes(id));
            await queue.Database.HashDeleteAsync(queue.Key(QueueKey.Ended), JobStore.Bytes(id));
            await queue.Database.HashDeleteAsync(queue.TableOf(id), JobStore.Bytes(id));
            await queue.Database.HashDeleteAsync(queue.Key(QueueKey.Steps), JobStore.Bytes(id));
        }
    }

    private async Task EnqueueAsync()
    {
        JobId[] ready = [.. Enumerable.Range(0, random.Next(4)).Select(_ => AnyId())];
        var waiting = Enumerable.Range(0, random.Next(3)).Select(_ => (AnyId(), StartTime.After(TimeSpan.FromHours(1)))).ToArray();
        if (ready.Length + waiting.Length == 0)
            return;
        last = $"enqueue {ready.Length} {waiting.Length}";
        var known = await queue.EnqueueAsync(ready, waiting);
        JobId[] ids = [.. ready, .. waiting.Select(one => one.Item1)];
        for (var i = 0; i < ids.Length; i++)
            Assert.Equal(!alive.Add(ids[i]), known.Contains(i + 1));
        stored.AddRange(ids);
        if (random.Next(3) == 0)
            Assert.Equal(Enumerable.Range(1, ids.Length), await queue.EnqueueAsync(ready, waiting));
    }

    private JobId AnyId() => stored.Count > 0 && random.Next(4) == 0 ? stored[random.Next(stored.Count)] : JobId.New();

    private async Task TurnAsync()
    {
        var (session, held) = await SessionAsync();
        var told = held.Where(_ => random.Next(2) == 0).ToArray();
        var wrong = stale.Where(job => random.Next(8) == 0 && held.All(other => other.Id != job.Id)).DistinctBy(job => job.Id).ToArray();
        var retention = random.Next(2) == 0 ? TestQueue.NoRetention : TestQueue.Retention;
        last = $"turn of {session.Name}";
        Outcome[] outcomes = [.. told.Concat(wrong).Select(job => OutcomeTests.OfKind(Kinds[random.Next(Kinds.Length)], job, retention))];
        mayGo.UnionWith(told.Select(job => job.Id));

        var reply = await session.TurnAsync(random.Next(4), outcomes);
        if (random.Next(2) == 0)
        {
            var again = await session.RepeatAsync();
            if (outcomes.Length > 0 || reply.Jobs.Length > 0)
            {
                Assert.Equal(reply.Refused, again.Refused);
                Assert.Equal(reply.Jobs.Select(job => (job.Id, job.Grant)), again.Jobs.Select(job => (job.Id, job.Grant)));
            }
            reply = again;
        }

        Assert.Equal(TurnStatus.Applied, reply.Status);
        Assert.Equal(wrong.Select(job => job.Id).Order(), reply.Refused.Order());
        stale.AddRange(told);
        held.RemoveAll(told.Contains);
        held.AddRange(reply.Jobs);
    }

    private async Task<(TestSession Session, List<TakenJob> Held)> SessionAsync()
    {
        var name = Names[random.Next(Names.Length)];
        if (!sessions.TryGetValue(name, out var session))
            sessions[name] = session = (await queue.JoinAsync(name), []);
        return session;
    }

    private async Task CancelAsync()
    {
        if (stored.Count == 0)
            return;
        var id = stored[random.Next(stored.Count)];
        var retention = random.Next(2) == 0 ? TestQueue.NoRetention : TestQueue.Retention;
        last = $"cancel {id}";
        var result = await queue.CancelAsync(id, retention);
        Assert.Equal(alive.Contains(id), result != CancelResult.NotFound);
        mayGo.Add(id);
    }

    private async Task DieAsync()
    {
        if (sessions.Count == 0)
            return;
        var (name, (_, held)) = sessions.ElementAt(random.Next(sessions.Count));
        last = $"death of {name}";
        await queue.ExpireAsync(name);
        await queue.RecoverAsync(maxRecoveries: 2, batch: 1 + random.Next(10));
        stale.AddRange(held);
        sessions.Remove(name);
    }

    private async Task SweepAsync()
    {
        last = "sweep";
        var done = (await QueueDump.ReadAsync(queue)).Ids(QueueKey.Done).Where(_ => random.Next(2) == 0).ToArray();
        foreach (var id in done)
            await queue.EndRetentionAsync(id);
        var now = await queue.NowAsync();
        mayGo.UnionWith((await QueueDump.ReadAsync(queue)).Scores(QueueKey.Done).Where(one => one.Score <= now).Select(one => one.Id));
        await queue.Door.SweepAsync(1 + random.Next(5));
    }

    private async Task MakeDueAsync()
    {
        foreach (var id in (await QueueDump.ReadAsync(queue)).Ids(QueueKey.Due).Where(_ => random.Next(2) == 0))
            await queue.MakeDueAsync(id);
    }

    private async Task LeaveAsync()
    {
        var idle = sessions.Where(one => one.Value.Held.Count == 0).Select(one => one.Key).FirstOrDefault();
        if (idle is null)
            return;
        last = $"leave of {idle}";
        await sessions[idle].Session.LeaveAsync();
        sessions.Remove(idle);
    }

    /// <summary>A step of a job that is held is recorded, one of a run that is over is not.</summary>
    private async Task RecordAsync()
    {
        var held = sessions.Values.SelectMany(one => one.Held).ToArray();
        var late = stale.Where(job => held.All(other => other.Id != job.Id)).ToArray();
        if (held.Length == 0 || late.Length == 0)
            return;
        var job = held[random.Next(held.Length)];
        last = $"record {job.Id}";
        var before = (await queue.Door.RecallAsync(job.Id)).Length;
        var after = await queue.Door.RecordAsync(job, before, new byte[] { 1 });
        Assert.True(after > before);
        Assert.Equal(after, await queue.Door.RecordAsync(job, before, new byte[] { 1 }));
        Assert.Equal(0, await queue.Door.RecordAsync(late[random.Next(late.Length)], 0, new byte[] { 1 }));
    }

    private async Task CheckAsync()
    {
        try
        {
            var dump = await QueueDump.ReadAsync(queue);
            dump.AssertSound();
            var there = dump.Ids(QueueKey.Jobs).ToHashSet();
            Assert.All(alive, id => Assert.True(there.Contains(id) || mayGo.Contains(id), $"{id} is lost."));
            Assert.All(there, id => Assert.Contains(id, alive));
            alive.IntersectWith(there);
            mayGo.Clear();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"After {last}, seed {seed}: {e.Message}", e);
        }
    }
}
