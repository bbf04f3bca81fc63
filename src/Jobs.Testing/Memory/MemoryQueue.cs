using System.Globalization;
using System.Text;
using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>One queue in memory. Each call is one step: nobody sees half of it.</summary>
internal sealed class MemoryQueue(string name, MemoryWakeUps messages, TimeProvider time) : IQueueStore
{
    private const long RecoveryRetention = JobDefaults.RetentionSeconds * 1000L;
    private const int MaxSessions = 100; // that one recovery takes
    private readonly Lock gate = new();
    private readonly QueueState state = new(name, messages);

    public string Queue => name;

    /// <summary>It holds a job, ended ones too, or a session.</summary>
    public bool IsInUse
    {
        get
        {
            lock (gate)
            {
                return state.Jobs.Count + state.Sessions.Count > 0;
            }
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task<int[]> EnqueueAsync(IEnqueueRequest request) => Step(() => Enqueue(request));

    public Task<TurnReply> TurnAsync(TurnRequest request) => Step(() => new MemoryTurn(state, request, Now).Apply());

    public Task<bool> JoinAsync(string session, TimeSpan ttl) => Step(() =>
    {
        if (!state.Sessions.TryGetValue(session, out var known))
        {
            state.Sessions[session] = known = new MemorySession(session) { Expiry = Now };
        }

        return known.Expiry != 0 && Renew(known, ttl);
    });

    public PendingRenewal BeginRenew(string session, TimeSpan ttl, long restsAfter = -1, TimeSpan restingTtl = default) => new(
        Step(() =>
        {
            if (!state.Sessions.TryGetValue(session, out var known) || known.Expiry == 0)
            {
                return Renewal.Ended;
            }

            var rests = (known.Last?.Number ?? 0) == restsAfter;
            Renew(known, rests ? restingTtl : ttl);
            return rests ? Renewal.Resting : Renewal.Renewed;
        }),
        static reply => ((Task<Renewal>)reply).Result);

    public Task<QueueNeeds> LookAsync(string session, TimeSpan hold) => Step(() => Look(session, hold));

    public Task<LeaveResult> LeaveAsync(string session) => Step(() =>
    {
        state.Idle.Remove(session);
        if (state.Watch?.Session == session)
        {
            state.Watch = null;
            state.WakeOne(); // somebody to watch the clock instead
        }

        if (!state.HeldBy(session).Any())
        {
            return state.Sessions.Remove(session) ? LeaveResult.Left : LeaveResult.NotThere;
        }

        if (state.Sessions.TryGetValue(session, out var known))
        {
            known.Expiry = Now;
        }

        return LeaveResult.HoldsJobs;
    });

    public Task<RecoverStep> RecoverAsync(RecoverStep from, int maxRecoveries, int batch = 500) => Step(() => Recover(maxRecoveries));

    public Task<int> SweepAsync(int max = 1000) => Step(() =>
    {
        var over = state.Done.TakeWhile(one => one.Time <= Now).Take(max).Select(one => state.Jobs[one.Id]).ToArray();
        foreach (var job in over)
        {
            if (job.IsListed)
            {
                state.Put(job, Place.Done, Now + 60_000); // forgotten now, the same id stored anew would be handed out twice
            }
            else
            {
                state.Forget(job);
            }
        }

        return over.Length;
    });

    public Task<CancelResult> CancelAsync(JobId id, TimeSpan retention) => Step(() => Cancel(id, (long)retention.TotalMilliseconds));

    public Task<StoredJob?> GetAsync(JobId id) => Step(() => state.Jobs.GetValueOrDefault(id) is not { } job || (job.Envelope is null && job.Place != Place.Dead) ? null : new StoredJob(
        job.Envelope ?? [],
        RunState.Decode(job.Ended ?? job.State),
        TimeIf(job, Place.Due),
        job.Holder is { } holder ? new(holder.Session, holder.Grant, holder.Since) : null,
        TimeIf(job, Place.Done),
        TimeIf(job, Place.Dead),
        job.Steps));

    public Task<int> RecordAsync(TakenJob job, int before, ReadOnlyMemory<byte> step) => Step(() =>
    {
        if (state.Jobs.GetValueOrDefault(job.Id) is not { Holder: { } holder } running || !holder.Bytes.AsSpan().SequenceEqual(job.Holder.Span))
        {
            return 0;
        }

        if (running.Steps.Length <= before) // else it is this call's record, whose reply was lost
        {
            running.Steps = [.. running.Steps, .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Now} {step.Length}\n")), .. step.Span];
        }

        return running.Steps.Length;
    });

    public Task<byte[]> RecallAsync(JobId id) => Step(() => state.Jobs.GetValueOrDefault(id)?.Steps ?? []);

    public Task<bool> AwaitAsync(JobId id) => Step(() => state.Jobs.GetValueOrDefault(id) is { Envelope: not null, HasEnded: false } job && (job.IsAwaited = true));

    /// <summary>For tests: looks at what the queue holds, or moves a stored time.</summary>
    internal T Look<T>(Func<QueueState, T> look) => Step(() => look(state)).Result;

    private static long? TimeIf(MemoryJob job, Place place) => job.Place == place ? job.Time : null;

    /// <summary>Under the lock; what it has to tell goes out afterwards.</summary>
    private Task<T> Step<T>(Func<T> step)
    {
        T result;
        Action[] unsent;
        lock (gate)
        {
            result = step();
            unsent = state.TakeUnsent();
        }

        foreach (var message in unsent)
        {
            message();
        }

        return Task.FromResult(result);
    }

    private bool Renew(MemorySession session, TimeSpan ttl)
    {
        session.Expiry = Now + (long)ttl.TotalMilliseconds;
        return true;
    }

    private int[] Enqueue(IEnqueueRequest request)
    {
        var now = Now;
        var known = new List<int>();
        var fresh = new HashSet<JobId>();
        var isReady = false;
        var earliest = state.Due.Min;
        for (var i = 0; i < request.Count; i++)
        {
            var entry = request[i];
            var id = JobId.Read(entry.Id.Span);
            if (state.Jobs.GetValueOrDefault(id) is { Envelope: { } stored })
            {
                var isThisCalls = !fresh.Contains(id) && stored.AsSpan().SequenceEqual(entry.Envelope.Span); // no two calls send the same bytes
                known.Add(isThisCalls ? -(i + 1) : i + 1);
                continue;
            }

            if (state.Jobs.GetValueOrDefault(id) is { } gone)
            {
                state.Forget(gone);
            }

            fresh.Add(id);
            var job = state.Jobs[id] = new MemoryJob(id, entry.Envelope.ToArray())
            {
                Priority = entry.Terms.Priority,
                Number = entry.Terms.Priority == 0 ? 0 : ++state.Numbers,
            };
            var start = entry.Terms.Start.Kind == StartKind.After ? now + entry.Terms.Start.Milliseconds : entry.Terms.Start.Milliseconds;
            if (entry.Terms.Start.IsNow || start <= now)
            {
                state.PutLast(job);
                isReady = true;
            }
            else
            {
                state.Put(job, Place.Due, start);
            }
        }

        if (isReady || state.Due.Min.Time != earliest.Time)
        {
            state.WakeOne(); // for a new earliest time too: whoever wakes learns it and waits for it
        }

        return [.. known];
    }

    private QueueNeeds Look(string session, TimeSpan hold)
    {
        var now = Now;
        if (!state.Sessions.TryGetValue(session, out var known) || known.Expiry == 0)
        {
            return new QueueNeeds { IsKnown = false, IsMine = false, Left = default, Sweep = false, Work = false, Check = false, Kinds = default };
        }

        var work = state.Ready.Count > 0 || (state.Due.Count > 0 && state.Due.Min.Time <= now);
        byte[] kinds = [.. state.Unhandled.Keys.Take(100).SelectMany(Convert.FromHexString)];
        if (state.Upkeep is { } upkeep && upkeep.Session != session && upkeep.Till > now && upkeep.Till - now <= 600_000
            && state.Sessions.GetValueOrDefault(upkeep.Session)?.Expiry > now)
        {
            return new QueueNeeds { IsKnown = true, IsMine = false, Left = TimeSpan.FromMilliseconds(upkeep.Till - now), Sweep = false, Work = work, Check = false, Kinds = kinds };
        }

        var ago = now - (state.Upkeep?.CheckedAt ?? 0);
        var check = (ago >= 10_000 || ago < 0) && state.Jobs.Values.Any(static job => job.Place == Place.Active);
        state.Upkeep = (now + (long)hold.TotalMilliseconds, check ? now : state.Upkeep?.CheckedAt ?? 0, session);
        return new QueueNeeds
        {
            IsKnown = true,
            IsMine = true,
            Left = TimeSpan.FromMilliseconds(Math.Max(state.Sessions.Values.Min(static one => one.Expiry) - now, 0)),
            Sweep = state.Done.Count > 0 && state.Done.Min.Time <= now,
            Work = work,
            Check = check,
            Kinds = kinds,
        };
    }

    /// <summary>In one step: nothing here takes long.</summary>
    private RecoverStep Recover(int maxRecoveries)
    {
        var now = Now;
        var overdue = state.Sessions.Values.Where(session => session.Expiry <= now).OrderBy(static session => session.Expiry).Take(MaxSessions).ToArray();
        List<JobId> recovered = [], quarantined = [], cancelled = [];
        foreach (var session in overdue)
        {
            state.Idle.Remove(session.Name);
            foreach (var job in state.HeldBy(session.Name).OrderBy(static job => job.Holder!.Grant).Reverse().ToArray())
            {
                if (job.IsToCancel)
                {
                    state.Finish(job, RunEnd.Cancelled.Counter(), now + RecoveryRetention, MemoryJob.With(job.State, RunEnd.Cancelled, recovered: 1));
                    cancelled.Add(job.Id);
                }
                else if (RunState.Decode(job.State).Recoveries >= maxRecoveries)
                {
                    state.Finish(job, RunEnd.Quarantined.Counter(), now, MemoryJob.With(job.State, RunEnd.Quarantined, recovered: 1), Place.Dead);
                    quarantined.Add(job.Id);
                }
                else
                {
                    job.State = MemoryJob.With(job.State, recovered: 1);
                    state.PutFirst(job);
                    state.Count("recovered");
                    recovered.Add(job.Id);
                }
            }

            state.Sessions.Remove(session.Name);
        }

        if (recovered.Count > 0)
        {
            state.WakeOne();
        }

        return new RecoverStep("0", [.. recovered], [.. quarantined], [.. overdue.Select(static session => session.Name)]) { Cancelled = [.. cancelled] };
    }

    private CancelResult Cancel(JobId id, long retention)
    {
        if (state.Jobs.GetValueOrDefault(id) is not { Envelope: not null } job)
        {
            return CancelResult.NotFound;
        }

        var till = Now + retention;
        switch (job.Place)
        {
            case Place.Done or Place.Dead:
                return job.Place == Place.Done && MemoryJob.KindOf(job.Ended ?? job.State) is RunEnd.Cancelled or RunEnd.CancelledInList ? CancelResult.Cancelled : CancelResult.AlreadyEnded;
            case Place.Active:
                job.IsToCancel = true;
                state.Wake(job.Holder!.Session); // its next turn brings it the id
                return CancelResult.Requested;
            case Place.Due:
            case Place.Ready when job.Priority != 0:
                if (job.IsListed)
                {
                    state.Delist(job);
                }

                state.Finish(job, RunEnd.Cancelled.Counter(), retention > 0 ? till : null, MemoryJob.With(job.State, RunEnd.Cancelled));
                return CancelResult.Cancelled;
            default:
                job.State = MemoryJob.With(job.State, RunEnd.CancelledInList); // it stays in the order, until a turn comes upon it
                state.Finish(job, RunEnd.Cancelled.Counter(), till, ended: null);
                return CancelResult.Cancelled;
        }
    }
}
