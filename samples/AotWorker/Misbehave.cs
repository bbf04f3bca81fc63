using Jobs;

namespace AotWorker;

/// <summary>Work that harms its process.</summary>
/// <param name="Number">Tells one from another in the journal.</param>
/// <param name="Deed">What it does.</param>
/// <param name="Megabytes">Of <see cref="AotWorker.Deed.Garbage"/>: how many it makes.</param>
[Job("misbehave")]
public sealed partial record Misbehave(int Number, Deed Deed, int Megabytes = 0);

/// <summary>How a job can harm the process it runs in.</summary>
public enum Deed
{
    /// <summary>Ends the process at once, without a goodbye to anybody.</summary>
    FailFast,

    /// <summary>Makes large objects and has all of memory collected and compacted, time and again, while everybody waits.</summary>
    Garbage,

    /// <summary>Has all of memory collected and what is free given back to the system, so that only what is held is left.</summary>
    Collect,
}
