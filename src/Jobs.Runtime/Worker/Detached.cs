namespace Jobs.Worker;

/// <summary>Starts what outlives its starter.</summary>
internal static class Detached
{
    /// <summary>What is begun within it (tasks, timers, threads) does not inherit the caller's <see cref="ExecutionContext"/>: its activity, its culture, its log scopes.</summary>
    public static T Start<T>(Func<T> begin)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return begin();
        }

        using (ExecutionContext.SuppressFlow())
        {
            return begin();
        }
    }
}
