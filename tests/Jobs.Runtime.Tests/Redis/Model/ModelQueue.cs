using System.Collections.Immutable;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>What a queue is to hold, without Redis: a small immutable value, and one method per operation that answers what the queue
/// becomes and what the caller is told.</summary>
/// <remarks>Who is woken is no part of it: that decides when a worker asks, not what it gets.</remarks>
internal sealed record ModelQueue
{
    /// <summary>The clock stands still. Time passes where a test moves a stored time into the past.</summary>
    public const long Now = 1_700_000_000_000;

    public const long SessionLength = 600_000;
    public const long Delay = 3_600_000;
    public const int MaxRecoveries = 1;
    private const long RecoveryRetention = JobDefaults.RetentionSeconds * 1000L;

    public ImmutableSortedDictionary<int, ModelJob> Jobs { get; init; } = ImmutableSortedDictionary<int, ModelJob>.Empty;

    public ImmutableSortedDictionary<string, ModelSession> Sessions { get; init; } = NoSessions;

    public static ImmutableSortedDictionary<string, ModelSession> NoSessions { get; } = ImmutableSortedDictionary.Create<string, ModelSession>(StringComparer.Ordinal);

    /// <summary>In which order those of them were stored.</summary>
    public ImmutableSortedDictionary<int, long> Numbers { get; init; } = ImmutableSortedDictionary<int, long>.Empty;

    /// <summary>The last of them.</summary>
    public long LastNumber { get; init; }

    /// <summary>Jobs in the order they will be handed out, with those that were cancelled where they stood.</summary>
    public EquatableList<int> Ready { get; init; } = [];

    /// <summary>Of the jobs that have one; known before they are stored.</summary>
    public ImmutableSortedDictionary<int, int> Priorities { get; init; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>Jobs in the order they will be handed out, those with a priority where it puts them.</summary>
    public IEnumerable<int> InOrder => [.. RankedWhere(static priority => priority > 0), .. Ready, .. RankedWhere(static priority => priority < 0)];

    public long Grant { get; init; }

    public ImmutableSortedDictionary<string, long> Stats { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <returns>The positions, from 1, of the jobs that were stored before.</returns>
    public (ModelQueue Queue, EquatableList<int> Known) Enqueue(IReadOnlyList<(int Job, bool Waits)> jobs)
    {
        var queue = this;
        var known = new List<int>();
        for (var i = 0; i < jobs.Count; i++)
        {
            var (job, waits) = jobs[i];
            if (queue.Jobs.ContainsKey(job))
            {
                known.Add(i + 1);
                continue;
            }
            if (IsRanked(job))
                queue = queue with { LastNumber = queue.LastNumber + 1, Numbers = queue.Numbers.SetItem(job, queue.LastNumber + 1) };
            queue = waits ? queue.With(job, new(Place.Due) { Time = Now + Delay }) : queue.With(job, new(Place.Ready)) with { Ready = [.. queue.Ready, .. PlainOf([job])] };
        }
        return (queue, [.. known]);
    }

    public (ModelQueue Queue, TurnAnswer Answer) Turn(TurnCall call)
    {
        if (!Sessions.TryGetValue(call.Session, out var session) || session.Expiry == 0)
            return (this, TurnAnswer.Nothing(TurnStatus.Ended));
        if (session.Last is { } last && call.Number <= last.Number)
            return (this, call.Number < last.Number ? TurnAnswer.Nothing(TurnStatus.Stale) : Answer(call.Session, last));

        var queue = this;
        var refused = new List<int>();
        var back = new List<int>();
        foreach (var told in call.Told)
        {
            if (queue.Jobs.GetValueOrDefault(told.Job.Job) is { Place: Place.Active } job && job.Session == told.Job.Session && job.Grant == told.Job.Grant)
                queue = queue.Settle(told, job, back);
            else
                refused.Add(told.Job.Job);
        }
        var promoted = queue.Jobs.Where(job => job.Value.Place == Place.Due && job.Value.Time <= Now).OrderBy(job => job.Value.Time).ThenBy(job => job.Key).Select(job => job.Key).ToArray();
        foreach (var job in promoted)
            queue = queue.With(job, queue.Jobs[job] with { Place = Place.Ready, Time = 0 });
        queue = queue with { Ready = [.. PlainOf(back), .. queue.Ready, .. PlainOf(promoted)] };

        (queue, var grant, var taken) = queue.HandOut(call);
        var answer = new ModelAnswer(call.Number, grant, [.. refused], [.. taken]);
        queue = queue.Count("refused", refused.Count) with { Sessions = queue.Sessions.SetItem(call.Session, new(Now + SessionLength, answer)) };
        return (queue, queue.Answer(call.Session, answer));
    }

    public (ModelQueue Queue, bool Joined) Join(string session) => Sessions.TryGetValue(session, out var known) && known.Expiry == 0
        ? (this, false)
        : (this with { Sessions = Sessions.SetItem(session, new(Now + SessionLength, known?.Last)) }, true);

    public (ModelQueue Queue, bool Renewed) Renew(string session) => Sessions.ContainsKey(session) ? Join(session) : (this, false);

    public ModelQueue Leave(string session) => this with { Sessions = Sessions.Remove(session) };

    /// <summary>The sessions a recovery begins with: from now on they have ended.</summary>
    public (ModelQueue Queue, EquatableList<string> Sessions) MarkOverdue()
    {
        EquatableList<string> overdue = [.. Sessions.Where(session => session.Value.Expiry <= Now).Select(session => session.Key)];
        return (this with { Sessions = Sessions.SetItems(overdue.Select(name => KeyValuePair.Create(name, Sessions[name] with { Expiry = 0 }))) }, overdue);
    }

    /// <summary>The jobs these sessions hold.</summary>
    public IEnumerable<int> HeldBy(IEnumerable<string> sessions) =>
        Jobs.Where(job => job.Value.Place == Place.Active && sessions.Contains(job.Value.Session)).Select(job => job.Key);

    /// <summary>Takes one job from a dead session.</summary>
    /// <returns>True: it goes to the head of the queue. False: it was quarantined. Null: it was to be cancelled, and is.</returns>
    public (ModelQueue Queue, bool? Recovered) Recover(int id)
    {
        var job = Jobs[id];
        var state = job.State ?? ModelState.None;
        state = state with { Recoveries = state.Recoveries + 1 };
        if (job.CancelAsked)
            return (With(id, new(Place.Done) { Time = Now + RecoveryRetention, State = state with { Kind = 'x' } }).Count("cancelled"), null);
        if (state.Recoveries > MaxRecoveries)
            return (With(id, new(Place.Dead) { Time = Now, State = state with { Kind = 'q' } }).Count("dead"), false);
        return (With(id, new(Place.Ready) { State = state, Awaited = job.Awaited }).Count("recovered") with { Ready = [.. PlainOf([id]), .. Ready] }, true);
    }

    public ModelQueue Forget(IEnumerable<string> sessions) => this with { Sessions = Sessions.RemoveRange(sessions) };

    public (ModelQueue Queue, CancelResult Result) Cancel(int id, long retention)
    {
        if (Jobs.GetValueOrDefault(id) is not { } job)
            return (this, CancelResult.NotFound);
        var state = job.State ?? ModelState.None;
        return job.Place switch
        {
            Place.Done when state.Kind is 'x' or 'X' => (this, CancelResult.Cancelled),
            Place.Done or Place.Dead => (this, CancelResult.AlreadyEnded),
            Place.Active => (With(id, job with { CancelAsked = true }), CancelResult.Requested),
            Place.Due when retention == 0 => (Without(id).Count("cancelled"), CancelResult.Cancelled),
            Place.Ready when IsRanked(id) && retention == 0 => (Without(id).Count("cancelled"), CancelResult.Cancelled),
            _ => (With(id, new(Place.Done) { Time = Now + retention, State = state with { Kind = job.Place == Place.Due || IsRanked(id) ? 'x' : 'X' } }).Count("cancelled"), CancelResult.Cancelled),
        };
    }

    /// <returns>How many it looked at.</returns>
    public (ModelQueue Queue, int Looked) Sweep()
    {
        var over = Jobs.Where(job => job.Value.Place == Place.Done && job.Value.Time <= Now).ToArray();
        var queue = this;
        foreach (var (id, job) in over)
            queue = job.IsCancelledInList ? queue.With(id, job with { Time = Now + 60_000 }) : queue.Without(id);
        return (queue, over.Length);
    }

    public (ModelQueue Queue, bool Announced) Await(int id) =>
        Jobs.GetValueOrDefault(id) is { HasEnded: false } job ? (With(id, job with { Awaited = true }), true) : (this, false);

    public bool IsRanked(int id) => Priorities.ContainsKey(id);

    private IEnumerable<int> PlainOf(IEnumerable<int> jobs) => jobs.Where(job => !IsRanked(job));

    private IEnumerable<int> RankedWhere(Func<int, bool> priority) =>
        Priorities.Where(one => priority(one.Value) && Jobs.GetValueOrDefault(one.Key)?.Place == Place.Ready).OrderByDescending(one => one.Value).ThenBy(one => Numbers[one.Key]).Select(one => one.Key);

    public ModelQueue With(int id, ModelJob job) => this with { Jobs = Jobs.SetItem(id, job) };

    private ModelQueue Without(int id) => this with { Jobs = Jobs.Remove(id) };

    private ModelQueue Count(string counter, int by = 1) => by == 0 ? this : this with { Stats = Stats.SetItem(counter, Stats.GetValueOrDefault(counter) + by) };

    private ModelQueue Settle(Told told, ModelJob job, List<int> back)
    {
        var id = told.Job.Job;
        if (told.Kind is ModelEnd.Later or ModelEnd.Back && job.CancelAsked)
            return End(told, "cancelled", (told.Kind == ModelEnd.Later ? told.State : job.State ?? ModelState.None) with { Kind = 'x' });
        switch (told.Kind)
        {
            case ModelEnd.Completed:
                return End(told, "completed", job.State);
            case ModelEnd.Ended:
                return End(told, "completed", told.State);
            case ModelEnd.Dead:
                return With(id, new(Place.Dead) { Time = Now, State = told.State }).Count("dead");
            case ModelEnd.Later:
                return With(id, new(Place.Due) { Time = Now + Delay, State = told.State, Awaited = job.Awaited }).Count("failed");
            default:
                back.Add(id);
                return With(id, new(Place.Ready) { State = job.State, Awaited = job.Awaited }).Count("interrupted");
        }
    }

    private ModelQueue End(Told told, string counter, ModelState? state) =>
        (told.Retention == 0 ? Without(told.Job.Job) : With(told.Job.Job, new(Place.Done) { Time = Now + told.Retention, State = state })).Count(counter);

    private (ModelQueue Queue, long Grant, List<int> Taken) HandOut(TurnCall call)
    {
        var popped = InOrder.Take(Math.Min(call.Want, call.Fitting)).ToArray();
        if (popped.Length == 0)
            return (this, 0, []);
        var queue = this with { Grant = Grant + 1, Ready = [.. Ready.Skip(PlainOf(popped).Count())] };
        var taken = new List<int>();
        foreach (var id in popped)
        {
            var job = Jobs[id];
            if (job.IsCancelledInList)
            {
                queue = queue.With(id, job with { State = job.State!.Value with { Kind = 'x' } });
                continue;
            }
            queue = queue.With(id, job with { Place = Place.Active, Session = call.Session, Grant = queue.Grant });
            taken.Add(id);
        }
        return (queue, queue.Grant, taken);
    }

    private TurnAnswer Answer(string session, ModelAnswer answer) => new(
        TurnStatus.Applied,
        answer.Refused,
        [.. answer.Taken.Select((id, i) => new Held(id, session, answer.Grant, i, Jobs.GetValueOrDefault(id)?.State ?? ModelState.None))],
        [.. Jobs.Where(job => job.Value.CancelAsked && job.Value.Session == session).Select(job => job.Key)]);
}
