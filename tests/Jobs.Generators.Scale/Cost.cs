namespace Jobs.Generators.Scale;

/// <summary>Processor time, of all threads, and memory of one thing, done several times.</summary>
internal sealed record Cost(double Milliseconds, double Megabytes)
{
    /// <summary>The median of each, after one run that is not counted.</summary>
    /// <param name="prepare">Not measured.</param>
    public static Cost Of<T>(int runs, Func<int, T> prepare, Action<T> run)
    {
        var costs = Enumerable.Range(0, runs + 1).Select(i => Once(prepare(i), run)).Skip(1).ToList();
        return new Cost(Median(costs.Select(static c => c.Milliseconds)), Median(costs.Select(static c => c.Megabytes)));
    }

    public static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted ? sorted[sorted.Count / 2] : 0;

    public override string ToString() => $"{Milliseconds,9:n1} ms {Megabytes,9:n1} MB";

    private static Cost Once<T>(T prepared, Action<T> run)
    {
        GC.Collect();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var start = Environment.CpuUsage.TotalTime; // the machine may be busy with others
        run(prepared);
        return new Cost((Environment.CpuUsage.TotalTime - start).TotalMilliseconds, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / 1e6);
    }
}
