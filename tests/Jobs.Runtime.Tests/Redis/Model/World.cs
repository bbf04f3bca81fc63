using System.Collections.Immutable;
using System.Globalization;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>The queue, the workers as they see themselves, and a recovery that may be under way.</summary>
internal sealed record World
{
    public required ModelQueue Queue { get; init; }

    public required ImmutableArray<ModelWorker> Workers { get; init; }

    /// <summary>Null: none is under way.</summary>
    public ModelRecovery? Recovery { get; init; }

    /// <summary>How many times a job that was not there has been stored.</summary>
    public int Stored { get; init; }

    /// <summary>Workers with open sessions, and no job.</summary>
    public static World Begin(int workers, ImmutableSortedDictionary<int, int>? priorities = null)
    {
        var world = new World { Queue = new() { Priorities = priorities ?? ImmutableSortedDictionary<int, int>.Empty }, Workers = [.. Enumerable.Range(0, workers).Select(number => new ModelWorker(number))] };
        foreach (var worker in world.Workers)
            world = world with { Queue = world.Queue.Join(worker.Session).Queue };
        return world;
    }

    public World With(ModelWorker worker) => this with { Workers = Workers.SetItem(worker.Number, worker) };

    /// <summary>What is promised, of every moment.</summary>
    /// <exception cref="ModelException">It does not hold.</exception>
    public World Check()
    {
        foreach (var (id, job) in Queue.Jobs)
        {
            Require(Queue.Ready.Count(other => other == id) == ((job.Place == Place.Ready && !Queue.IsRanked(id)) || job.IsCancelledInList ? 1 : 0), $"job {id} stands in the list as often as it should");
            if (job.Place != Place.Active)
                continue;
            Require(Queue.Sessions.ContainsKey(job.Session), $"job {id} is held by a session that is known, so it can be recovered");
            var holder = Workers.FirstOrDefault(worker => worker.Session == job.Session && !worker.IsOver);
            Require(holder is null || holder.Knows(id, job.Grant) || holder.WillHear(Queue, id), $"the worker that holds job {id} knows of it, or will");
        }
        Require(Queue.Ready.All(Queue.Jobs.ContainsKey), "whatever stands in the list is stored");
        foreach (var worker in Workers.Where(worker => Queue.Sessions.TryGetValue(worker.Session, out var session) && session.Expiry != 0))
        {
            foreach (var held in worker.Held)
            {
                var mine = Queue.Jobs.GetValueOrDefault(held.Job) is { Place: Place.Active } job && job.Session == held.Session && job.Grant == held.Grant;
                Require(mine, $"job {held.Job} belongs to worker {worker.Number}, whose session lives");
            }
        }
        var open = Queue.Jobs.Values.Count(job => !job.HasEnded);
        var ended = Queue.Stats.GetValueOrDefault("completed") + Queue.Stats.GetValueOrDefault("cancelled") + Queue.Stats.GetValueOrDefault("dead");
        Require(open + ended == Stored, $"{Stored} jobs were stored, {open} are open and {ended} have ended");
        return this;
    }

    /// <summary>The same world with small numbers, and of two workers one first that does not depend on which is which. Worlds that go on
    /// alike have equal keys.</summary>
    public (string Key, World World) Normal()
    {
        var (one, other) = (Renumbered(swap: false), Renumbered(swap: true));
        var (a, b) = (one.Text, other.Text);
        return string.CompareOrdinal(a, b) <= 0 ? (a, one) : (b, other);
    }

    private string Text => ModelView.Show(ModelView.Of(Queue)) + string.Join('|', Workers) + Recovery;

    /// <summary>Sessions, calls and grants are numbered anew, and what has ended is no longer counted.</summary>
    private World Renumbered(bool swap)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var worker in Workers)
        {
            var letter = worker.Session[..1];
            var mentioned = Queue.Sessions.Keys.Append(worker.Session).Concat(Workers.SelectMany(one => one.Mentioned).Select(held => held.Session))
                .Where(name => name.StartsWith(letter, StringComparison.Ordinal)).Distinct().OrderBy(name => int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture));
            foreach (var name in mentioned)
                names[name] = $"{(swap ? (char)('a' + 'b' - letter[0]) : letter[0])}{names.Keys.Count(other => other.StartsWith(letter, StringComparison.Ordinal)) + 1}";
        }
        var current = Workers.Select(worker => worker.Session).ToHashSet();
        var grants = Queue.Jobs.Values.Select(job => job.Grant)
            .Concat(Workers.SelectMany(worker => worker.Mentioned).Select(held => held.Grant))
            .Concat(Queue.Sessions.Where(one => current.Contains(one.Key)).Select(one => one.Value.Last?.Grant ?? 0))
            .Where(grant => grant > 0).Distinct().Order().Select((grant, i) => (grant, Number: i + 1L)).ToDictionary(one => one.grant, one => one.Number);
        grants[0] = 0;
        // A session's first call keeps its number: Redis knows of none before it.
        var shifts = Workers.ToDictionary(worker => worker.Session, worker => Queue.Sessions.TryGetValue(worker.Session, out var session) && session.Last is null ? 0 : worker.Calls - 2, StringComparer.Ordinal);
        Held Rename(Held held) => held with { Session = names[held.Session], Grant = grants[held.Grant] };
        TurnCall? Renumber(TurnCall? call) => call is null ? null : call with
        {
            Session = names[call.Session],
            Number = call.Number - shifts[call.Session],
            Told = [.. call.Told.Select(told => told with { Job = Rename(told.Job) })],
        };

        var jobs = Queue.Jobs;
        foreach (var (id, job) in Queue.Jobs.Where(one => one.Value.Grant > 0))
            jobs = jobs.SetItem(id, job with { Grant = grants[job.Grant], Session = job.Session.Length > 0 ? names[job.Session] : "" });
        var numbers = Queue.Numbers.Where(one => Queue.Jobs.GetValueOrDefault(one.Key) is { HasEnded: false }).OrderBy(one => one.Value)
            .Select((one, i) => KeyValuePair.Create(one.Key, i + 1L)).ToImmutableSortedDictionary();
        return this with
        {
            Queue = new()
            {
                Jobs = jobs,
                Ready = Queue.Ready,
                Priorities = Queue.Priorities,
                Numbers = numbers,
                LastNumber = numbers.Count,
                Grant = grants.Count - 1,
                Sessions = ModelQueue.NoSessions.AddRange(Queue.Sessions.Select(one => KeyValuePair.Create(
                    names[one.Key],
                    one.Value.Last is not { } last ? one.Value
                    : !current.Contains(one.Key) ? one.Value with { Last = new(1, 0, [], []) } // nobody asks it again
                    : one.Value with { Last = last with { Number = last.Number - shifts[one.Key], Grant = grants[last.Grant] } }))),
            },
            Stored = Queue.Jobs.Values.Count(job => !job.HasEnded),
            Recovery = Recovery is null ? null : Recovery with { Sessions = [.. Recovery.Sessions.Select(name => names.GetValueOrDefault(name, name))] },
            Workers = [.. (swap ? Workers.Reverse() : Workers).Select(worker => worker with
            {
                Number = swap ? 1 - worker.Number : worker.Number,
                Generation = int.Parse(names[worker.Session].AsSpan(1), CultureInfo.InvariantCulture),
                Calls = worker.Calls - shifts[worker.Session],
                Held = [.. worker.Held.Select(Rename)],
                Late = worker.Late is null ? null : Rename(worker.Late),
                Pending = Renumber(worker.Pending),
                Answered = Renumber(worker.Answered),
            })],
        };
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new ModelException($"Promised and not so: {what}.");
    }
}

/// <summary>A worker as it sees itself.</summary>
internal sealed record ModelWorker(int Number)
{
    /// <summary>One more with each session it begins.</summary>
    public int Generation { get; init; } = 1;

    public string Session => $"{(char)('a' + Number)}{Generation}";

    /// <summary>It knows that its session has ended.</summary>
    public bool IsOver { get; init; }

    /// <summary>How many turns it has sent in this session.</summary>
    public long Calls { get; init; }

    /// <summary>The turn that was sent and not answered.</summary>
    public TurnCall? Pending { get; init; }

    /// <summary>The last turn that was answered: a second copy of it may still be on its way.</summary>
    public TurnCall? Answered { get; init; }

    /// <summary>The jobs it runs.</summary>
    public EquatableList<Held> Held { get; init; } = [];

    /// <summary>A job that was its own before: a handler that was given up may still end and tell.</summary>
    public Held? Late { get; init; }

    public bool Knows(int job, long grant) =>
        Held.Any(held => held.Job == job && held.Grant == grant) || (Pending?.Told.Any(told => told.Job.Job == job && told.Job.Grant == grant) ?? false);

    /// <summary>Every hand-out it knows of.</summary>
    public IEnumerable<Held> Mentioned => Held
        .Concat(Late is null ? [] : [Late])
        .Concat((Pending?.Told ?? []).Concat(Answered?.Told ?? []).Select(told => told.Job));

    /// <summary>The answer to its turn under way will bring it this job.</summary>
    public bool WillHear(ModelQueue queue, int job) =>
        Pending is { } pending && queue.Sessions.GetValueOrDefault(Session)?.Last is { } last && last.Number == pending.Number && last.Taken.Contains(job);
}

/// <summary>A recovery between two of its steps.</summary>
internal sealed record ModelRecovery(string Cursor, EquatableList<string> Sessions);

/// <summary>The scripts do something else than the model, or the model does not keep a promise.</summary>
internal sealed class ModelException(string message) : Exception(message);
