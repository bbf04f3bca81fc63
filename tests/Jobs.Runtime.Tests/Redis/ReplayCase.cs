using System.Text;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>One operation in one state.</summary>
/// <param name="Name">What is called, and when.</param>
/// <param name="ArrangeAsync">Brings the queue into the state and returns the call, whose result is its reply as text.</param>
internal sealed record ReplayCase(string Name, Func<StoreQueue, Task<Func<Task<string>>>> ArrangeAsync)
{
    /// <summary>Null: any.</summary>
    public string? FirstReply { get; init; }

    /// <summary>Null: the same as the first.</summary>
    public string? SecondReply { get; init; }

    public static IReadOnlyList<ReplayCase> All { get; } = [.. Enqueues(), .. Turns(), .. Sessions(), .. Recoveries(), .. Cancels(), .. Others()];

    private static IEnumerable<ReplayCase> Enqueues()
    {
        yield return new("enqueue, ready", queue => Enqueue(queue, [JobId.New(), JobId.New()], [])) { FirstReply = "", SecondReply = "1 2" };
        yield return new("enqueue, waiting", queue => Enqueue(queue, [], [JobId.New()])) { FirstReply = "", SecondReply = "1" };
        yield return new("enqueue, both", queue => Enqueue(queue, [JobId.New()], [JobId.New()])) { FirstReply = "", SecondReply = "1 2" };
        yield return new("enqueue, some known", async queue =>
        {
            var known = JobId.New();
            await queue.EnqueueAsync(known);
            return await Enqueue(queue, [JobId.New(), known], []);
        })
        { FirstReply = "2", SecondReply = "1 2" };
        yield return new("enqueue, taken and completed in between", async queue =>
        {
            var session = await queue.JoinAsync();
            var id = JobId.New();
            var calls = 0;
            return async () =>
            {
                var known = await queue.EnqueueAsync(id);
                if (calls++ == 0)
                    await session.TurnAsync(want: 1, Outcome.Completed(Assert.Single((await session.TurnAsync(want: 1)).Jobs), TestQueue.Retention));
                return string.Join(' ', known);
            };
        })
        { FirstReply = "", SecondReply = "1" };
    }

    private static IEnumerable<ReplayCase> Turns()
    {
        yield return new("turn, nothing there", queue => Turn(queue, want: 1, _ => []));
        yield return new("turn, jobs taken", async queue =>
        {
            await queue.EnqueueAsync(JobId.New(), JobId.New(), JobId.New());
            return await Turn(queue, want: 2, _ => []);
        });
        yield return new("turn, due job taken", async queue =>
        {
            var id = JobId.New();
            await queue.EnqueueAfterAsync(3600000, id);
            await queue.MakeDueAsync(id);
            return await Turn(queue, want: 2, _ => []);
        });
        yield return new("turn, cancelled job met", async queue =>
        {
            var id = JobId.New();
            await queue.EnqueueAsync(id);
            await queue.CancelAsync(id);
            return await Turn(queue, want: 2, _ => []);
        });
        foreach (var kind in (string[])["Completed", "Ended", "Later", "Back", "Dead"])
        {
            foreach (var retention in (long[])[TestQueue.NoRetention, TestQueue.Retention])
            {
                var name = $"turn, {kind} with retention {retention}";
                yield return new(name, queue => Turn(queue, want: 0, job => [OutcomeTests.OfKind(kind, job, retention)]));
                yield return new(name + ", and jobs taken", async queue =>
                {
                    var turn = await Turn(queue, want: 2, job => [OutcomeTests.OfKind(kind, job, retention)]);
                    await queue.EnqueueAsync(JobId.New(), JobId.New(), JobId.New());
                    return turn;
                });
                yield return new(name + ", to be cancelled", queue => Turn(queue, want: 0, job => [OutcomeTests.OfKind(kind, job, retention)], cancel: true));
                yield return new(name + ", awaited", queue => Turn(queue, want: 0, job => [OutcomeTests.OfKind(kind, job, retention)], awaited: true));
                yield return new(name + ", refused", queue => Turn(queue, want: 0, job => [OutcomeTests.OfKind(kind, job, retention)], refused: true));
            }
        }
    }

    private static IEnumerable<ReplayCase> Sessions()
    {
        yield return new("join", queue => Task.FromResult(async () => $"{await queue.Door.JoinAsync("a", TestQueue.SessionLength)}"));
        yield return new("renew", async queue =>
        {
            await queue.JoinAsync("a");
            return async () => $"{await queue.RenewAsync("a", TestQueue.SessionLength)}";
        });
        yield return new("renew, not there", queue => Task.FromResult(async () => $"{await queue.RenewAsync("a", TestQueue.SessionLength)}"));
        yield return new("leave", async queue =>
        {
            var session = await queue.JoinAsync("a");
            await session.TurnAsync(want: 1);
            return async () =>
            {
                await session.LeaveAsync();
                return "";
            };
        });
    }

    private static IEnumerable<ReplayCase> Recoveries()
    {
        yield return new("recover", queue => Recover(queue, maxRecoveries: 3, cancel: false)) { FirstReply = "0 1 recovered 0 quarantined", SecondReply = "0 0 recovered 0 quarantined" };
        yield return new("recover, quarantine", queue => Recover(queue, maxRecoveries: 0, cancel: false)) { FirstReply = "0 0 recovered 1 quarantined", SecondReply = "0 0 recovered 0 quarantined" };
        yield return new("recover, cancel", queue => Recover(queue, maxRecoveries: 3, cancel: true)) { FirstReply = "0 0 recovered 0 quarantined", SecondReply = "0 0 recovered 0 quarantined" };
        yield return new("recover, nothing to do", async queue =>
        {
            await queue.TakeNewAsync(await queue.JoinAsync());
            return RecoverCall(queue, maxRecoveries: 3);
        });
    }

    private static IEnumerable<ReplayCase> Cancels()
    {
        yield return new("cancel, not known", queue => Cancel(queue, JobId.New()));
        yield return new("cancel, ready", async queue =>
        {
            var id = JobId.New();
            await queue.EnqueueAsync(id);
            return await Cancel(queue, id);
        })
        { FirstReply = "Cancelled" };
        yield return new("cancel, waiting", async queue =>
        {
            var id = JobId.New();
            await queue.EnqueueAfterAsync(3600000, id);
            return await Cancel(queue, id);
        })
        { FirstReply = "Cancelled" };
        yield return new("cancel, waiting, no retention", async queue =>
        {
            var id = JobId.New();
            await queue.EnqueueAfterAsync(3600000, id);
            return async () => $"{await queue.CancelAsync(id, TestQueue.NoRetention)}";
        })
        { FirstReply = "Cancelled", SecondReply = "NotFound" };
        yield return new("cancel, running", async queue => await Cancel(queue, (await queue.TakeNewAsync(await queue.JoinAsync())).Id)) { FirstReply = "Requested" };
        foreach (var kind in (string[])["Completed", "Dead"])
        {
            yield return new($"cancel, {kind}", async queue =>
            {
                var session = await queue.JoinAsync();
                var job = await queue.TakeNewAsync(session);
                await session.TellAsync(OutcomeTests.OfKind(kind, job));
                return await Cancel(queue, job.Id);
            })
            { FirstReply = "AlreadyEnded" };
        }
    }

    private static IEnumerable<ReplayCase> Others()
    {
        yield return new("sweep", async queue =>
        {
            var session = await queue.JoinAsync();
            var job = await queue.TakeNewAsync(session);
            await session.TellAsync(OutcomeTests.OfKind("Ended", job));
            await queue.EndRetentionAsync(job.Id);
            return async () => $"{await queue.Door.SweepAsync()}";
        })
        { FirstReply = "1", SecondReply = "0" };
        yield return new("await", async queue =>
        {
            var id = JobId.New();
            await queue.EnqueueAsync(id);
            return async () => $"{await queue.Door.AwaitAsync(id)}";
        })
        { FirstReply = "True" };
        yield return new("await, not known", queue => Task.FromResult(async () => $"{await queue.Door.AwaitAsync(JobId.New())}")) { FirstReply = "False" };
        yield return new("record", async queue =>
        {
            var job = await queue.TakeNewAsync(await queue.JoinAsync());
            var step = new byte[] { 1 };
            return async () => $"{await queue.Door.RecordAsync(job, 0, step)}";
        });
        yield return new("record, the second step", async queue =>
        {
            var job = await queue.TakeNewAsync(await queue.JoinAsync());
            var before = await queue.Door.RecordAsync(job, 0, new byte[] { 1 });
            return async () => $"{await queue.Door.RecordAsync(job, before, new byte[] { 2, 3 })}";
        });
        yield return new("record, the run is over", async queue =>
        {
            var session = await queue.JoinAsync();
            var job = await queue.TakeNewAsync(session);
            await session.TellAsync(OutcomeTests.OfKind("Later", job));
            return async () => $"{await queue.Door.RecordAsync(job, 0, new byte[] { 1 })}";
        })
        { FirstReply = "0" };
        yield return new("recall", async queue =>
        {
            var job = await queue.TakeNewAsync(await queue.JoinAsync());
            await queue.Door.RecordAsync(job, 0, new byte[] { 1 });
            return async () => Convert.ToHexString(await queue.Door.RecallAsync(job.Id));
        });
        yield return new("get", async queue =>
        {
            var job = await queue.TakeNewAsync(await queue.JoinAsync());
            return async () => $"{(await queue.Door.GetAsync(job.Id))!.Holder}";
        });
    }

    private static Task<Func<Task<string>>> Enqueue(StoreQueue queue, JobId[] ready, JobId[] waiting) => Task.FromResult(async () =>
        string.Join(' ', await queue.EnqueueAsync(ready, [.. waiting.Select(id => (id, StartTime.After(TimeSpan.FromHours(1))))])));

    /// <summary>A session holds a job; its next turn tells these outcomes of it.</summary>
    private static async Task<Func<Task<string>>> Turn(
        StoreQueue queue, int want, Func<TakenJob, Outcome[]> outcomes, bool cancel = false, bool awaited = false, bool refused = false)
    {
        var session = await queue.JoinAsync("turning");
        Outcome[] told = [];
        if (outcomes(Nothing).Length > 0)
        {
            var job = await queue.TakeNewAsync(session);
            told = outcomes(job);
            if (cancel)
                await queue.CancelAsync(job.Id);
            if (awaited)
                await queue.Door.AwaitAsync(job.Id);
            if (refused)
                await session.TurnAsync(want: 1, Outcome.Back(job, 0));
        }

        var sent = false;
        return async () =>
        {
            var reply = sent ? await session.RepeatAsync() : await session.TurnAsync(want, told);
            sent = true;
            return $"{reply.Status}; refused {string.Join(' ', reply.Refused)}; cancel {string.Join(' ', reply.Cancels)}; jobs "
                + string.Join(' ', reply.Jobs.Select(job => $"{job.Id} {Encoding.ASCII.GetString(job.Holder.Span)} {Convert.ToHexString(job.Envelope.Span)} {Convert.ToHexString(job.State.Span)}"));
        };
    }

    private static async Task<Func<Task<string>>> Recover(StoreQueue queue, int maxRecoveries, bool cancel)
    {
        var job = await queue.TakeNewAsync(await queue.JoinAsync("dying"));
        await queue.Door.AwaitAsync(job.Id);
        if (cancel)
            await queue.CancelAsync(job.Id);
        await queue.ExpireAsync("dying");
        return RecoverCall(queue, maxRecoveries);
    }

    private static Func<Task<string>> RecoverCall(StoreQueue queue, int maxRecoveries) => async () =>
    {
        var step = await queue.Door.RecoverAsync(RecoverStep.Start, maxRecoveries);
        return $"{step.Cursor} {step.Recovered.Length} recovered {step.Quarantined.Length} quarantined";
    };

    private static Task<Func<Task<string>>> Cancel(StoreQueue queue, JobId id) => Task.FromResult(async () => $"{await queue.CancelAsync(id)}");

    private static TakenJob Nothing { get; } =
        new(new HandOut(default, grant: 0, default), position: 0);
}
