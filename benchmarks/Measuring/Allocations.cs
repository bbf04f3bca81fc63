namespace Jobs.Benchmarks.Measuring;

/// <summary>How many bytes an object takes.</summary>
internal static class Allocations
{
    private static object? kept; // so that the compiler sees it escape, and does allocate it

    public static double Of(Func<object> make)
    {
        const int n = 1000;
        kept = make();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < n; i++)
        {
            kept = make();
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(kept);
        return bytes / (double)n;
    }
}
