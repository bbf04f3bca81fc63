namespace Jobs.Worker;

/// <summary>How many failures a second are stored with their stack trace. Writing one down costs several times what a job costs, so that when
/// a whole system fails, the traces of the same error would be most of the work.</summary>
internal sealed class TraceBudget(TimeProvider time)
{
    /// <summary>Of retries. Who dies always has one.</summary>
    public const int PerSecond = 500;

    private readonly Lock gate = new();
    private long second = time.GetTimestamp();
    private int used;

    public bool TryTake()
    {
        lock (gate)
        {
            if (time.GetElapsedTime(second) >= TimeSpan.FromSeconds(1))
            {
                second = time.GetTimestamp();
                used = 0;
            }

            return used++ < PerSecond;
        }
    }
}
