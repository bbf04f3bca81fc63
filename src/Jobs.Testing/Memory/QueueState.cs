namespace Jobs.Testing.Memory;

/// <summary>What a queue holds, and the moves that its operations share. Used under the lock of its <see cref="MemoryQueue"/>.</summary>
internal sealed class QueueState(string name, MemoryWakeUps messages)
{
    private readonly List<Action> unsent = [];

    public Dictionary<JobId, MemoryJob> Jobs { get; } = [];

    /// <summary>Jobs in the order they will be handed out, with those that were cancelled where they stood.</summary>
    public LinkedList<MemoryJob> Ready { get; } = [];

    /// <summary>Jobs that wait for a time, the earliest first.</summary>
    public SortedSet<(long Time, JobId Id)> Due { get; } = [];

    /// <summary>Ended jobs by the end of their retention.</summary>
    public SortedSet<(long Time, JobId Id)> Done { get; } = [];

    public Dictionary<string, MemorySession> Sessions { get; } = new(StringComparer.Ordinal);

    /// <summary>Sessions that wait for work.</summary>
    public List<string> Idle { get; } = [];

    /// <summary>The kinds of jobs in <see cref="Due"/> that workers gave back because they cannot run them, in hex.</summary>
    public SortedDictionary<string, SortedSet<JobId>> Unhandled { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, long> Stats { get; } = new(StringComparer.Ordinal);

    /// <summary>Which idle session watches the clock, and for which time; null: none does.</summary>
    public (long Time, string Session)? Watch { get; set; }

    /// <summary>Who sees to the queue, until when, and when it last had holders checked; null: nobody has yet.</summary>
    public (long Till, long CheckedAt, string Session)? Upkeep { get; set; }

    public long Grant { get; set; }

    /// <summary>How many jobs with a priority have been stored.</summary>
    public long Numbers { get; set; }

    public IEnumerable<MemoryJob> HeldBy(string session) => Jobs.Values.Where(job => job.Holder?.Session == session);

    public void Count(string counter, long by = 1) => Stats[counter] = Stats.GetValueOrDefault(counter) + by;

    /// <summary>Takes a job from where it stands, except out of <see cref="Ready"/>, and puts it elsewhere.</summary>
    public void Put(MemoryJob job, Place place, long at = 0)
    {
        Leave(job);
        (job.Place, job.Time) = (place, at);
        _ = place switch
        {
            Place.Due => Due.Add((at, job.Id)),
            Place.Done => Done.Add((at, job.Id)),
            _ => false,
        };
    }

    /// <summary>To the head of the order, or where its priority puts it.</summary>
    public void PutFirst(MemoryJob job) => Enlist(job, () => InsertBefore(job, other => other.Priority <= 0));

    /// <summary>To the end of the order, or where its priority puts it.</summary>
    public void PutLast(MemoryJob job) => Enlist(job, () => InsertAfter(job, other => other.Priority >= 0));

    /// <summary>Takes a job with a priority out of the order.</summary>
    public void Delist(MemoryJob job)
    {
        Ready.Remove(job);
        job.IsListed = false;
    }

    public MemoryJob TakeFirst()
    {
        var job = Ready.First!.Value;
        Ready.RemoveFirst();
        job.IsListed = false;
        return job;
    }

    /// <summary>Nothing is left of it.</summary>
    public void Forget(MemoryJob job)
    {
        Leave(job);
        Jobs.Remove(job.Id);
    }

    /// <summary>Ends a job for good.</summary>
    /// <param name="job">Which.</param>
    /// <param name="counter">That grows by one.</param>
    /// <param name="till">The end of its retention, or the time of its death; null: nothing is kept.</param>
    /// <param name="ended">What is kept of its end; null: what it has been through stays.</param>
    /// <param name="place">Where it is kept.</param>
    public void Finish(MemoryJob job, string counter, long? till, byte[]? ended, Place place = Place.Done)
    {
        Count(counter);
        Announce(job);
        if (till is not { } time)
        {
            Forget(job);
            return;
        }

        Put(job, place, time);
        if (ended is not null)
        {
            (job.Ended, job.State) = (ended, null);
        }
    }

    /// <summary>Tells whoever waits for the end of a job, once the call is through.</summary>
    public void Announce(MemoryJob job)
    {
        if (job.IsAwaited)
        {
            job.IsAwaited = false;
            unsent.Add(() => messages.Announce(name, job.Id));
        }
    }

    /// <summary>Wakes a session, once the call is through.</summary>
    public void Wake(string session) => unsent.Add(() => messages.Wake(name, session));

    /// <summary>Wakes an idle session, if there is one. One that died while idle has no listener: another is woken.</summary>
    /// <returns>False: there is none.</returns>
    public bool WakeOne()
    {
        while (Idle.Count > 0)
        {
            var session = Idle[0];
            Idle.RemoveAt(0);
            if (messages.Hears(name, session))
            {
                Wake(session);
                return true;
            }
        }

        return false;
    }

    /// <summary>What is to be told now that the call is through. Not under the lock: who is told may call the store.</summary>
    public Action[] TakeUnsent()
    {
        Action[] all = [.. unsent];
        unsent.Clear();
        return all;
    }

    private void Enlist(MemoryJob job, Action plainly)
    {
        Put(job, Place.Ready);
        job.IsListed = true;
        if (job.Priority == 0)
        {
            plainly();
        }
        else if (job.Priority > 0)
        {
            InsertBefore(job, other => Comes(job, other));
        }
        else
        {
            InsertAfter(job, other => Comes(other, job));
        }
    }

    /// <summary>From the head: before the first job that it is to precede.</summary>
    private void InsertBefore(MemoryJob job, Func<MemoryJob, bool> precedes)
    {
        var at = Ready.First;
        while (at is not null && !precedes(at.Value))
        {
            at = at.Next;
        }

        _ = at is null ? Ready.AddLast(job) : Ready.AddBefore(at, job);
    }

    /// <summary>From the end: after the last job that is to precede it.</summary>
    private void InsertAfter(MemoryJob job, Func<MemoryJob, bool> precedes)
    {
        var at = Ready.Last;
        while (at is not null && !precedes(at.Value))
        {
            at = at.Previous;
        }

        _ = at is null ? Ready.AddFirst(job) : Ready.AddAfter(at, job);
    }

    /// <summary>Of two jobs that are not both plain: the first comes before the other.</summary>
    private static bool Comes(MemoryJob job, MemoryJob other) =>
        job.Priority != other.Priority ? job.Priority > other.Priority : job.Number < other.Number;

    private void Leave(MemoryJob job)
    {
        switch (job.Place)
        {
            case Place.Due:
                Due.Remove((job.Time, job.Id));
                foreach (var kind in Unhandled.Where(kind => kind.Value.Remove(job.Id) && kind.Value.Count == 0).Select(static kind => kind.Key).ToArray())
                {
                    Unhandled.Remove(kind);
                }

                break;
            case Place.Done:
                Done.Remove((job.Time, job.Id));
                break;
            case Place.Active:
                (job.Holder, job.IsToCancel) = (null, false);
                break;
        }
    }
}
