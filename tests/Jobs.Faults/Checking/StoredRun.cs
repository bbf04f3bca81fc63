namespace Jobs.Faults.Checking;

/// <summary>Which key of the queue has a job.</summary>
internal enum Place
{
    /// <summary>None: its envelope is there, and nothing would ever run it.</summary>
    Nowhere,
    Ready,
    Due,
    Active,
    Done,
    Dead,
}

/// <summary>A job as Redis holds it.</summary>
/// <param name="Place">Where.</param>
/// <param name="Kind">The letter of its run state; <c>w</c>: there is none.</param>
/// <param name="Failures">How often its handler has failed.</param>
/// <param name="Recoveries">How often it was taken from a dead worker.</param>
internal sealed record StoredRun(Place Place, char Kind, int Failures, int Recoveries)
{
    public bool IsCompleted => Place == Place.Done && Kind is not ('x' or 'X');

    public override string ToString() => $"{Place}, failures {Failures}, recoveries {Recoveries}";
}
