namespace Jobs.Client;

/// <summary>Whether a queue was used lately: a flag that costs a read where it is set already.</summary>
/// <param name="queue">Which.</param>
/// <param name="list">Adds it to the list of queues now.</param>
internal sealed class QueueUse(string queue, Action<QueueUse> list)
{
    /// <summary>After so many rounds without a use the list may have dropped the queue, so the next use lists it at once.</summary>
    private const int RoundsToOld = 60;

    private volatile bool touched = true;
    private volatile int quiet;

    public string Queue { get; } = queue;

    /// <summary>A worker of this process takes its jobs, so it is in use all the time.</summary>
    public bool IsServed { get; set; }

    public void Touch()
    {
        if (touched)
        {
            return;
        }

        touched = true;
        if (quiet >= RoundsToOld)
        {
            list(this);
        }
    }

    /// <summary>Ends a round.</summary>
    /// <returns>True: used within it.</returns>
    public bool Take()
    {
        var used = touched || IsServed;
        touched = false;
        quiet = used ? 0 : Math.Min(quiet + 1, RoundsToOld);
        return used;
    }
}
