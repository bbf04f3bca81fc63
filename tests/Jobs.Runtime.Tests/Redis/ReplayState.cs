using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A state a queue may be in.</summary>
internal sealed record ReplayState(string Name, Func<TestQueue, Task<ReplaySubject>> ArrangeAsync)
{
    public static IReadOnlyList<ReplayState> All { get; } =
    [
        new("nothing there", async queue => new(JobId.New(), await queue.JoinAsync())),
        new("no session", queue => Task.FromResult(new ReplaySubject(JobId.New(), new TestSession(queue, "never joined")))),
        new("ready", async queue => new(await ReadyAsync(queue), await queue.JoinAsync())),
        new("waiting", async queue => new(await WaitingAsync(queue), await queue.JoinAsync())),
        new("due", async queue =>
        {
            var id = await WaitingAsync(queue);
            await queue.MakeDueAsync(id);
            return new(id, await queue.JoinAsync());
        }),
        new("running", RunningAsync),
        new("running among others", async queue =>
        {
            var on = await RunningAsync(queue);
            await queue.TakeNewAsync(await queue.JoinAsync("another"));
            await ReadyAsync(queue);
            await WaitingAsync(queue);
            return on;
        }),
        new("running, to be cancelled", queue => RunningAsync(queue, on => queue.CancelAsync(on.Id))),
        new("running, awaited", queue => RunningAsync(queue, on => queue.Door.AwaitAsync(on.Id))),
        new("running, a step done", queue => RunningAsync(queue, on => queue.Door.RecordAsync(on.Job!, 0, new byte[] { 7, 8 }))),
        new("completed and gone", queue => EndedAsync(queue, "Completed", TestQueue.NoRetention)),
        new("completed", queue => EndedAsync(queue, "Completed")),
        new("completed with a result", queue => EndedAsync(queue, "Ended")),
        new("to be tried again", queue => EndedAsync(queue, "Later")),
        new("given back", queue => EndedAsync(queue, "Back")),
        new("dead", queue => EndedAsync(queue, "Dead")),
        new("taken again by the same session", async queue =>
        {
            var on = await EndedAsync(queue, "Back");
            await on.Session.TurnAsync(want: 1);
            return on;
        }),
        new("retention over", async queue =>
        {
            var on = await EndedAsync(queue, "Ended");
            await queue.EndRetentionAsync(on.Id);
            return on;
        }),
        new("cancelled in the list", async queue =>
        {
            var id = await ReadyAsync(queue);
            await queue.CancelAsync(id);
            return new(id, await queue.JoinAsync());
        }),
        new("cancelled", async queue =>
        {
            var id = await WaitingAsync(queue);
            await queue.CancelAsync(id);
            return new(id, await queue.JoinAsync());
        }),
        new("its session is overdue", queue => RunningAsync(queue, on => queue.ExpireAsync(on.Session.Name))),
        new("its session was recovered", queue => RunningAsync(queue, on => RecoverAsync(queue, on))),
        new("its session was recovered, taken by another", queue => RunningAsync(queue, async on =>
        {
            await RecoverAsync(queue, on);
            await (await queue.JoinAsync("another")).TurnAsync(want: 1);
        })),
        new("its session is being recovered", queue => RunningAsync(queue, on => queue.Database.SortedSetAddAsync(queue.Key(QueueKey.Workers), on.Session.Name, 0))),
        new("quarantined", queue => RunningAsync(queue, async on =>
        {
            await queue.ExpireAsync(on.Session.Name);
            await queue.RecoverAsync(maxRecoveries: 0);
        })),
        new("recovered so often that it is handed out alone", async queue =>
        {
            JobId[] ids = [JobId.New(), JobId.New()];
            await queue.EnqueueAsync(ids);
            await (await queue.JoinAsync("dead")).TurnAsync(want: 2);
            await queue.ExpireAsync("dead");
            await queue.RecoverAsync();
            var session = await queue.JoinAsync(aloneFrom: 1);
            var job = (await session.TurnAsync(want: 2)).Jobs[0];
            return new(job.Id, session, job);
        }),
        new("recovered so often that others wait for it", async queue =>
        {
            JobId[] ids = [JobId.New(), JobId.New(), JobId.New()];
            await queue.EnqueueAsync(ids);
            await (await queue.JoinAsync("dead")).TurnAsync(want: 3);
            await queue.ExpireAsync("dead");
            await queue.RecoverAsync();
            var session = await queue.JoinAsync(limits: "1 1");
            var job = (await session.TurnAsync(want: 3)).Jobs[0];
            await queue.MakeDueAsync(ids[1]);
            return new(job.Id, session, job);
        }),
        new("unhandled", queue => EndedAsync(queue, "Unhandled")),
        new("unhandled by another", async queue =>
        {
            var on = await EndedAsync(queue, "Unhandled");
            return on with { Session = await queue.JoinAsync("another"), Job = null };
        }),
        new("unhandled, then cancelled", async queue =>
        {
            var on = await EndedAsync(queue, "Unhandled");
            await queue.CancelAsync(on.Id);
            return on;
        }),
        new("another sees to it", async queue =>
        {
            var on = await RunningAsync(queue);
            await queue.JoinAsync("another");
            await queue.Door.LookAsync("another", TimeSpan.FromMinutes(1));
            return on;
        }),
        new("its envelope was removed by hand", async queue =>
        {
            var id = await ReadyAsync(queue);
            await queue.Database.HashDeleteAsync(queue.TableOf(id), JobStore.Bytes(id));
            return new(id, await queue.JoinAsync());
        }),
        new("others idle", async queue =>
        {
            var on = await RunningAsync(queue);
            foreach (var name in (string[])["idle", "idle too"])
                await (await queue.JoinAsync(name)).TurnAsync(want: 1);
            return on;
        }),
    ];

    private static async Task<JobId> ReadyAsync(TestQueue queue)
    {
        var id = JobId.New();
        await queue.EnqueueAsync(id);
        return id;
    }

    private static async Task<JobId> WaitingAsync(TestQueue queue)
    {
        var id = JobId.New();
        await queue.EnqueueAfterAsync(3600000, id);
        return id;
    }

    private static async Task<ReplaySubject> RunningAsync(TestQueue queue)
    {
        var session = await queue.JoinAsync();
        var job = await queue.TakeNewAsync(session);
        return new(job.Id, session, job);
    }

    private static async Task<ReplaySubject> RunningAsync(TestQueue queue, Func<ReplaySubject, Task> then)
    {
        var on = await RunningAsync(queue);
        await then(on);
        return on;
    }

    private static Task<ReplaySubject> EndedAsync(TestQueue queue, string kind, long retentionMs = TestQueue.Retention) =>
        RunningAsync(queue, on => on.Session.TellAsync(OutcomeTests.OfKind(kind, on.Job!, retentionMs)));

    private static async Task RecoverAsync(TestQueue queue, ReplaySubject on)
    {
        await queue.ExpireAsync(on.Session.Name);
        await queue.RecoverAsync();
    }
}
