using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>One turn: settles what a session has finished and hands out what it has room for. Answers a repeated call as the first time.</summary>
internal sealed class MemoryTurn(QueueState queue, TurnRequest request, long now)
{
    private const int MaxPromoted = 1000;
    private const int MaxDeferred = 1000;
    private readonly SuspectLimit limit = new(request.Suspects);
    private readonly int want = request.Budget == 0 ? 0 : request.Want;
    private readonly List<JobId> refused = [];
    private readonly List<MemoryJob> back = [];
    private readonly List<MemoryJob> fetched = [];
    private readonly List<JobId> passedOver = [];
    private List<JobId> group = []; // suspects that the session holds
    private int? room; // how many it may hold; null: as many as the limit of each says
    private int met; // how many left the order of the queue
    private bool cut; // what follows there does not fit the answer

    public TurnReply Apply()
    {
        if (!queue.Sessions.TryGetValue(request.Session, out var session) || session.Expiry == 0)
        {
            return new TurnReply { Status = TurnStatus.Ended };
        }

        var last = session.Last?.Number ?? 0;
        if (request.Sequence > last + 1) // a call of it is forgotten
        {
            return new TurnReply { Status = TurnStatus.Ended };
        }

        if (request.Sequence <= last)
        {
            return request.Sequence < last ? new TurnReply { Status = TurnStatus.Stale } : Repeat(session.Last!);
        }

        foreach (var outcome in request.Outcomes)
        {
            Settle(outcome);
        }

        FindSuspects(session);
        var promoted = Promoted(session);
        foreach (var job in Enumerable.Reverse(back))
        {
            queue.PutFirst(job);
        }

        foreach (var job in promoted)
        {
            queue.PutLast(job);
        }

        var holder = HandOut();
        Remember(session, holder);
        return Reply(holder, [.. refused], fetched, request.Budget, Next());
    }

    private void Settle(in Outcome outcome)
    {
        if (queue.Jobs.GetValueOrDefault(outcome.Job.Id) is not { Holder: { } holder } job || !holder.Bytes.AsSpan().SequenceEqual(outcome.Job.Holder.Span))
        {
            refused.Add(outcome.Job.Id);
            queue.Count("refused");
            return;
        }

        long? till = outcome.RetentionMs > 0 ? now + outcome.RetentionMs : null;
        switch (outcome.End)
        {
            case RunEnd.Completed or RunEnd.Cancelled:
                queue.Finish(job, outcome.Counter, till, outcome.IsPlain ? null : outcome.State);
                break;
            case RunEnd.Dead:
                queue.Finish(job, outcome.Counter, now, outcome.State, Place.Dead);
                break;
            case var end when job.IsToCancel: // not offered again
                queue.Finish(job, RunEnd.Cancelled.Counter(), till, MemoryJob.With(end == RunEnd.Interrupted ? job.State : outcome.State, RunEnd.Cancelled));
                break;
            case RunEnd.Interrupted:
                job.State = outcome.State.Length > 0 ? outcome.State : job.State;
                queue.Put(job, Place.Ready); // to the head, with all that goes back
                back.Add(job);
                queue.Count(outcome.Counter);
                break;
            default:
                job.State = outcome.State;
                queue.Put(job, Place.Due, now + outcome.DelayMs);
                queue.Count(outcome.Counter);
                if (outcome.End == RunEnd.Unhandled)
                {
                    NoteKind(Convert.ToHexString(outcome.JobKind), job.Id);
                }

                break;
        }
    }

    private void NoteKind(string kind, JobId id)
    {
        if (!queue.Unhandled.TryGetValue(kind, out var ids))
        {
            queue.Unhandled[kind] = ids = [];
        }

        ids.Add(id);
    }

    private void FindSuspects(MemorySession session)
    {
        group = [.. session.Suspects];
        if (want == 0)
        {
            return;
        }

        group.RemoveAll(id => queue.Jobs.GetValueOrDefault(id)?.Holder?.Session != session.Name);
        foreach (var id in group)
        {
            room = Math.Min(limit.Of(queue.Jobs[id].State) ?? 1, room ?? int.MaxValue);
        }
    }

    private bool Fits(int most, int more = 0) => group.Count + more < Math.Min(most, room ?? most);

    /// <summary>What is due; and, where the order has not enough, what the session may have before its time: as its suspects end, those that it was not given, then what
    /// others could not run.</summary>
    private List<MemoryJob> Promoted(MemorySession session)
    {
        List<MemoryJob> promoted = [.. queue.Due.TakeWhile(one => one.Time <= now).Take(MaxPromoted).Select(one => queue.Jobs[one.Id])];
        var spare = want - back.Count - promoted.Count - queue.Ready.Count;
        if (spare > 0 && group.Count < (room ?? int.MaxValue))
        {
            spare -= TakeDeferred(session, promoted, spare);
        }

        foreach (var kind in request.Kinds)
        {
            var known = queue.Unhandled.GetValueOrDefault(Convert.ToHexString(kind)) ?? [];
            foreach (var job in known.Select(id => queue.Jobs[id]).Where(job => job.Time > now && !promoted.Contains(job)).Take(Math.Max(spare, 0)).ToArray())
            {
                promoted.Add(job);
                spare--;
            }
        }

        return promoted;
    }

    /// <returns>How many it takes.</returns>
    private int TakeDeferred(MemorySession session, List<MemoryJob> promoted, int spare)
    {
        var (early, tightest, rest) = (0, room, new List<JobId>());
        foreach (var id in session.Deferred)
        {
            if (queue.Jobs.GetValueOrDefault(id) is not { } job || limit.Of(job.State) is not { } most)
            {
                continue;
            }

            var tight = Math.Min(most, tightest ?? most);
            if (early == spare || !Fits(tight, early))
            {
                rest.Add(id);
            }
            else if (job.Place == Place.Due && job.Time > now && job.Time <= now + 1000) // else somebody else has or had it
            {
                promoted.Add(job);
                (early, tightest) = (early + 1, tight);
            }
        }

        session.Deferred = rest;
        return early;
    }

    /// <returns>Null: nothing left the order of the queue.</returns>
    private MemoryHolder? HandOut()
    {
        MemoryHolder? holder = null;
        for (var bytes = 0L; met < want && queue.Ready.First?.Value is { } next; met++)
        {
            bytes += SizeOf(next);
            cut = bytes > request.Budget && met > 0;
            if (cut)
            {
                break;
            }

            holder ??= new MemoryHolder(request.Session, ++queue.Grant, now);
            HandOut(queue.TakeFirst(), holder);
        }

        return holder;
    }

    private void HandOut(MemoryJob job, MemoryHolder holder)
    {
        var most = limit.Of(job.State);
        if (job.Envelope is null) // shown among the dead, not dropped
        {
            queue.Finish(job, RunEnd.Missing.Counter(), now, "m 0 0\n"u8.ToArray(), Place.Dead);
        }
        else if (job.IsCancelledInList)
        {
            (job.Ended, job.State) = (MemoryJob.With(job.State, RunEnd.Cancelled), null);
        }
        else if (most is { } suspects && !Fits(suspects))
        {
            queue.Put(job, Place.Due, now + 1000);
            passedOver.Add(job.Id);
        }
        else
        {
            if (most is { } own)
            {
                group.Add(job.Id);
                room = Math.Min(own, room ?? own);
            }

            queue.Put(job, Place.Active);
            job.Holder = holder;
            fetched.Add(job);
        }
    }

    private void Remember(MemorySession session, MemoryHolder? holder)
    {
        session.Last = new MemoryAnswer(request.Sequence, holder, [.. refused], [.. fetched.Select(static job => job.Id)]);
        session.Suspects = group;
        session.Deferred = [.. passedOver, .. session.Deferred.Except(passedOver).Take(Math.Max(0, MaxDeferred - passedOver.Count))];
        var ahead = session.Expiry - now;
        if (ahead > request.TtlMs || request.TtlMs - ahead > request.TtlMs / 10) // one that held nothing may have had more time
        {
            session.Expiry = now + request.TtlMs;
        }
    }

    /// <summary>Who waits, and until when.</summary>
    private TimeSpan? Next()
    {
        queue.Idle.Remove(request.Session);
        if (met < want && !cut)
        {
            var passed = passedOver.Count > 0 && queue.WakeOne(); // what this session may not have is for another, if there is one
            queue.Idle.Add(request.Session);
            return WatchTheClock(passed);
        }

        var watched = queue.Watch?.Session == request.Session;
        if (watched)
        {
            queue.Watch = null; // it has no room when the time comes
        }

        if (watched || queue.Ready.Count > 0)
        {
            queue.WakeOne(); // somebody to watch instead, or to take what this session cannot
        }

        return fetched.Count < want ? TimeSpan.Zero : null; // what it met was cancelled, missing or too much at once
    }

    /// <summary>One idle session watches the clock for the next job that is due; the others sleep until woken.</summary>
    private TimeSpan? WatchTheClock(bool another)
    {
        if (queue.Due.Count == 0)
        {
            return null;
        }

        var first = queue.Due.Min.Time;
        if (another)
        {
            queue.Watch = queue.Watch?.Session == request.Session ? null : queue.Watch;
            return null;
        }

        if (queue.Watch is { } watch && watch.Session != request.Session && watch.Time > now && watch.Time <= first)
        {
            return null;
        }

        queue.Watch = (first, request.Session);
        return TimeSpan.FromMilliseconds(Math.Max(first - now, 0));
    }

    private TurnReply Repeat(MemoryAnswer last)
    {
        var held = last.Fetched.Select(id => queue.Jobs.GetValueOrDefault(id)).OfType<MemoryJob>().Where(job => job.Holder == last.Holder && last.Holder is not null).ToList();
        return Reply(last.Holder, last.Refused, held, request.Budget, TimeSpan.Zero);
    }

    private TurnReply Reply(MemoryHolder? holder, JobId[] refusals, List<MemoryJob> jobs, int budget, TimeSpan? next)
    {
        var (fit, bytes) = (0, 0L);
        for (; budget > 0 && fit < jobs.Count && (fit == 0 || bytes + SizeOf(jobs[fit]) <= budget); fit++)
        {
            bytes += SizeOf(jobs[fit]);
        }

        var handOut = holder is null ? null : new HandOut(holder.Bytes, holder.Grant, IdsOf(jobs));
        TakenJob[] taken = [.. jobs.Select((job, at) => new TakenJob(handOut!, at))];
        for (var i = 0; i < fit; i++)
        {
            taken[i].Keep(jobs[i].Envelope, from: null);
        }

        if (jobs.Take(fit).Any(static job => job.State is not null))
        {
            handOut!.States = [.. jobs.Take(fit).Select(static job => job.State)];
        }

        return new TurnReply
        {
            Status = TurnStatus.Applied,
            Now = now,
            NextIn = next,
            Refused = refusals,
            Jobs = taken[..fit],
            Undelivered = taken[fit..],
            FirstUndeliveredBytes = budget == 0 && jobs.Count > 0 ? jobs[0].Envelope?.Length ?? 0 : 0,
            Bytes = bytes,
            Cancels = [.. queue.HeldBy(request.Session).Where(static job => job.IsToCancel).Select(static job => job.Id)],
        };
    }

    private static long SizeOf(MemoryJob job) => (job.Envelope?.Length ?? 0) + (job.State?.Length ?? 0);

    private static byte[] IdsOf(List<MemoryJob> jobs)
    {
        var ids = new byte[jobs.Count * JobId.Size];
        for (var i = 0; i < jobs.Count; i++)
        {
            jobs[i].Id.WriteTo(ids.AsSpan(i * JobId.Size));
        }

        return ids;
    }
}
