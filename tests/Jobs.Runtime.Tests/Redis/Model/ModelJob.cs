namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>A stored job, as the model knows it.</summary>
internal sealed record ModelJob(Place Place)
{
    /// <summary>When it is due, when its retention ends, or when it died; unix ms.</summary>
    public long Time { get; init; }

    /// <summary>Who runs it; empty: nobody.</summary>
    public string Session { get; init; } = "";

    /// <summary>The hand-out under which it runs.</summary>
    public long Grant { get; init; }

    /// <summary>Null: nothing has happened to it.</summary>
    public ModelState? State { get; init; }

    public bool CancelAsked { get; init; }

    public bool Awaited { get; init; }

    /// <summary>Cancelled, and its id still stands in the list.</summary>
    public bool IsCancelledInList => State?.Kind == 'X';

    public bool HasEnded => Place is Place.Done or Place.Dead;
}

/// <summary>Where a stored job stands; one place at a time.</summary>
internal enum Place
{
    Ready,
    Due,
    Active,
    Done,
    Dead,
}

/// <summary>What a job has been through.</summary>
internal readonly record struct ModelState(char Kind, int Failures, int Recoveries)
{
    public static ModelState None => new('w', 0, 0);

    /// <summary>The job's end has written it.</summary>
    public bool IsOfTheEnd => Kind is 'c' or 'x' or 'd' or 'q' or 'm';

    public static ModelState Of(RunState state) => new((char)state.Kind, state.Failures, state.Recoveries);

    public RunState ToRunState() => new((RunEnd)Kind, Failures, Recoveries);

    public override string ToString() => $"{Kind} {Failures} {Recoveries}\n";
}

/// <summary>A session the queue knows.</summary>
/// <param name="Expiry">0: being recovered; 1: overdue; else a time to come, unix ms.</param>
/// <param name="Last">Its last turn; null: none yet.</param>
internal sealed record ModelSession(long Expiry, ModelAnswer? Last);

/// <summary>What a turn was answered, kept for its repetition.</summary>
internal sealed record ModelAnswer(long Number, long Grant, EquatableList<int> Refused, EquatableList<int> Taken);

/// <summary>One outcome as a turn tells it.</summary>
internal sealed record Told(ModelEnd Kind, Held Job, long Retention)
{
    /// <summary>The job had been given up before.</summary>
    public bool IsLate { get; init; }

    /// <summary>What the job's state becomes; of no meaning for an outcome that leaves it alone.</summary>
    public ModelState State => Kind switch
    {
        ModelEnd.Later => new('r', Job.State.Failures + 1, Job.State.Recoveries),
        ModelEnd.Dead => new('d', Job.State.Failures + 1, Job.State.Recoveries),
        _ => new('c', Job.State.Failures, Job.State.Recoveries),
    };
}

/// <summary>A hand-out as its worker knows it.</summary>
internal sealed record Held(int Job, string Session, long Grant, int Position, ModelState State);

/// <summary>One turn as it is sent.</summary>
internal sealed record TurnCall(string Session, long Number, int Want, EquatableList<Told> Told)
{
    /// <summary>How many bytes of jobs: any number; 1: one job; 0: none, and no job is fetched.</summary>
    public int Budget { get; init; } = int.MaxValue;

    /// <summary>How many jobs fit.</summary>
    public int Fitting => Budget > 1 ? int.MaxValue : Budget;
}

/// <summary>The answer to a turn, as far as it concerns jobs.</summary>
internal sealed record TurnAnswer(TurnStatus Status, EquatableList<int> Refused, EquatableList<Held> Taken, EquatableList<int> Cancels)
{
    public static TurnAnswer Nothing(TurnStatus status) => new(status, [], [], []);
}
