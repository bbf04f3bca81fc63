using System.Diagnostics;

namespace Jobs.Faults.Checking;

/// <summary>What the harness did to whom.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL to a worker.</summary>
    WorkerKill,

    /// <summary>SIGSTOP to a worker, then SIGCONT.</summary>
    WorkerPause,

    /// <summary>Nothing passed between a worker and Redis.</summary>
    WorkerCutOff,

    /// <summary>SIGKILL to a producer.</summary>
    ProducerKill,

    /// <summary>Redis was away: killed, and started again.</summary>
    RedisKill,

    /// <summary>Redis was away for several session lengths.</summary>
    Outage,
}

/// <summary>One fault: on the clock of <see cref="Stopwatch.GetTimestamp"/>, which all processes of a machine share.</summary>
/// <param name="Kind">What.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When it was over; of a kill, when it began.</param>
/// <param name="Process">The worker or producer; 0: none.</param>
internal sealed record FaultEntry(FaultKind Kind, long From, long To, int Process = 0)
{
    public TimeSpan Length => Stopwatch.GetElapsedTime(From, To);

    public override string ToString() => $"{Kind} of {Process} at {From} for {Length.TotalSeconds:N1} s";
}

/// <summary>The faults of a run, in the order of their end.</summary>
internal sealed class FaultLog
{
    private readonly List<FaultEntry> entries = [];
    private readonly Lock gate = new();

    public IReadOnlyList<FaultEntry> All
    {
        get
        {
            lock (gate)
            {
                return [.. entries];
            }
        }
    }

    public void Add(FaultKind kind, long from, int process = 0) => Add(kind, from, Stopwatch.GetTimestamp(), process);

    public void Add(FaultKind kind, long from, long to, int process)
    {
        lock (gate)
        {
            entries.Add(new(kind, from, to, process));
        }
    }

    /// <summary>Forgets them: the next round begins.</summary>
    public void Clear()
    {
        lock (gate)
        {
            entries.Clear();
        }
    }

    public int Count(FaultKind kind) => All.Count(entry => entry.Kind == kind);
}
