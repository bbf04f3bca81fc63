namespace Jobs.Benchmarks.Measuring;

/// <summary>Something measured, beside its floor in the same run.</summary>
internal interface ICase
{
    /// <summary>As the command line calls it.</summary>
    string Name { get; }

    /// <param name="setup">Where.</param>
    /// <param name="size">How much: full or quick.</param>
    Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size);
}

/// <summary>How long a run may take.</summary>
/// <param name="Rounds">Each side, in turn.</param>
/// <param name="Jobs">Jobs in a round of a throughput case.</param>
/// <param name="Samples">Samples of a latency case.</param>
/// <param name="Backlogs">How much a queue holds, step by step.</param>
internal sealed record Size(int Rounds, int Jobs, int Samples, int[] Backlogs)
{
    public static Size Full { get; } = new(6, 100_000, 1_000, [1_000, 100_000, 1_000_000, 10_000_000]);

    public static Size Quick { get; } = new(2, 30_000, 100, [1_000, 100_000]);
}
