using Jobs.Store;

namespace Jobs.Worker;

/// <summary>What one queue has of the worker's slots. Changed under the lock of <see cref="Slots"/> only.</summary>
internal sealed class QueueShare(int weight, Action granted)
{
    public int Weight { get; } = weight;

    /// <summary>Called when slots were granted.</summary>
    public Action Granted { get; } = granted;

    /// <summary>There may be jobs in Redis that this worker has not taken.</summary>
    public bool Hungry { get; set; }

    /// <summary>Slots set aside for its next turn.</summary>
    public int Slots { get; set; }

    /// <summary>How many jobs of its buffer came for a granted slot, which is kept for them.</summary>
    public int Due { get; set; }

    /// <summary>Its standing in the smooth weighted round robin.</summary>
    public int Standing { get; set; }

    /// <summary>Fetched and not yet started, each with the time its turn was sent and the time it arrived.</summary>
    public Queue<(TakenJob Job, QueuePump Pump, long SentAt, long CameAt)> Buffer { get; } = new();

    /// <summary>Taken so long ago that they may be another worker's by now, so they are not started any more.</summary>
    public List<TakenJob> Overdue { get; } = [];
}
