using System.Text;
using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>How a script is called in whatever state a queue is. Each script has at least one.</summary>
/// <param name="Name">Of the call.</param>
/// <param name="Script">What it calls.</param>
/// <param name="Prepare">Returns the call; called twice, it sends the same bytes twice. Its result is the reply as text.</param>
internal sealed record ReplayCall(string Name, RedisScript Script, Func<TestQueue, ReplaySubject, Func<Task<string>>> Prepare)
{
    /// <summary>What the second reply may be, by the first: what tells the caller as much.</summary>
    public Func<string, string[]> Second { get; init; } = first => [first];

    /// <summary>It tells of the subject's job.</summary>
    public bool Tells { get; init; }

    /// <summary>It is among the commands of the model.</summary>
    public bool IsModelled { get; init; } = true;

    public static IReadOnlyList<ReplayCall> All { get; } =
    [
        new("enqueue", RedisScript.Enqueue, (queue, on) => async () => string.Join(' ', await queue.EnqueueAsync(on.Id, on.Other))) { Second = _ => ["1 2"] },
        new("enqueue for later", RedisScript.Enqueue, (queue, on) => async () => string.Join(' ', await queue.EnqueueAfterAsync(3600000, on.Id, on.Other))) { Second = _ => ["1 2"] },
        new("turn, taking", RedisScript.Turn, (queue, on) => Turn(queue, on, want: 2, null)),
        new("turn, taking what fits", RedisScript.Turn, (queue, on) => Turn(queue, on, want: 2, null, budget: 1)),
        .. ((string[])["Completed", "Ended", "Later", "Unhandled", "Back", "Dead"]).Select(kind =>
            new ReplayCall($"turn, {kind}", RedisScript.Turn, (queue, on) => Turn(queue, on, want: 1, kind)) { Tells = true }),
        new("turn, Later at once", RedisScript.Turn, (queue, on) => Turn(queue, on, want: 3, "Later at once")) { Tells = true },
        new("turn, Completed without retention", RedisScript.Turn, (queue, on) => Turn(queue, on, want: 3, "Completed at once")) { Tells = true },
        new("join", RedisScript.Join, (queue, on) => async () => $"{await queue.Door.JoinAsync(on.Session.Name, TestQueue.SessionLength)}"),
        new("renew", RedisScript.Renew, (queue, on) => async () => $"{await queue.RenewAsync(on.Session.Name, TestQueue.SessionLength)}"),
        new("leave", RedisScript.Leave, (queue, on) => async () =>
        {
            await queue.Door.LeaveAsync("idle"); // one that holds a job does not leave
            return "";
        }),
        new("recover", RedisScript.Recover, (queue, _) => async () =>
        {
            var step = await queue.Door.RecoverAsync(RecoverStep.Start, maxRecoveries: 1);
            return step.IsLast ? "through" : "to be gone on with";
        }),
        new("turn, of what others could not run", RedisScript.Turn, (queue, on) => Turn(queue, on, want: 2, null, kinds: OutcomeTests.Kind)) { IsModelled = false },
        new("upkeep", RedisScript.Upkeep, (queue, on) => async () =>
        {
            var needs = await queue.Door.LookAsync(on.Session.Name, TimeSpan.FromMinutes(1));
            return $"{needs.IsKnown} {needs.IsMine} {needs.Sweep} {needs.Work} {Convert.ToHexString(needs.Kinds.Span)}";
        })
        { IsModelled = false },
        new("renew, at rest", RedisScript.Renew, (queue, on) => async () =>
            $"{await queue.RenewAsync(on.Session.Name, TestQueue.SessionLength, on.Session.Calls, TestQueue.SessionLength)}")
        { IsModelled = false },
        new("sweep", RedisScript.Sweep, (queue, _) => async () => $"{await queue.Door.SweepAsync()}") { Second = _ => ["0"] },
        new("cancel", RedisScript.Cancel, (queue, on) => async () => $"{await queue.CancelAsync(on.Id)}"),
        new("cancel and forget", RedisScript.Cancel, (queue, on) => async () => $"{await queue.CancelAsync(on.Id, TestQueue.NoRetention)}")
        {
            Second = first => first == "Cancelled" ? ["Cancelled", "NotFound"] : [first],
        },
        new("get", RedisScript.Get, (queue, on) => async () => $"{await queue.Door.GetAsync(on.Id) is null}"),
        new("record", RedisScript.Record, (queue, on) => async () => $"{await queue.Door.RecordAsync(on.Job ?? on.Unknown, 0, new byte[] { 1 })}") { IsModelled = false },
        new("recall", RedisScript.Recall, (queue, on) => async () => Convert.ToHexString(await queue.Door.RecallAsync(on.Id))) { IsModelled = false },
        new("await", RedisScript.Await, (queue, on) => async () => $"{await queue.Door.AwaitAsync(on.Id)}"),
    ];

    private static Func<Task<string>> Turn(TestQueue queue, ReplaySubject on, int want, string? kind, int budget = int.MaxValue, params byte[][] kinds)
    {
        Outcome[] outcomes = kind is null || on.Job is null ? [] : kind switch
        {
            "Later at once" => [Outcome.Later(on.Job, TestQueue.Retention, TimeSpan.Zero, new RunState(RunEnd.Failed, 1, 0))],
            "Completed at once" => [Outcome.Completed(on.Job, TestQueue.NoRetention)],
            _ => [OutcomeTests.OfKind(kind, on.Job)],
        };
        var sent = false;
        return async () =>
        {
            var call = sent ? on.Session.RepeatAsync() : on.Session.TurnAsync(want, budget, kinds, outcomes);
            sent = true; // whether it is answered or not
            var reply = await call;
            return $"{reply.Status}; refused {string.Join(' ', reply.Refused)}; cancel {string.Join(' ', reply.Cancels)}; jobs "
                + string.Join(' ', reply.Jobs.Select(job => $"{job.Id} {Encoding.ASCII.GetString(job.Holder.Span)} {Convert.ToHexString(job.Envelope.Span)} {Convert.ToHexString(job.State.Span)}"));
        };
    }
}

/// <summary>What a call is about.</summary>
/// <param name="Id">A job.</param>
/// <param name="Session">A session, or one that was.</param>
/// <param name="Job">The job as that session took it; null: it never did.</param>
internal sealed record ReplaySubject(JobId Id, TestSession Session, TakenJob? Job = null)
{
    /// <summary>A job nobody knows.</summary>
    public JobId Other { get; } = JobId.New();

    /// <summary>A run nobody began.</summary>
    public TakenJob Unknown => new(new HandOut(Encoding.ASCII.GetBytes($"{Session.Name} 99 1"), grant: 99, JobStore.Bytes(Id)), position: 0);
}
