using System.Diagnostics;
using System.Globalization;

namespace Jobs.Faults;

/// <summary>What one scenario found: its figures, and every requirement that was not met.</summary>
internal sealed class Report(string scenario, int seed, CancellationToken stopping)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<string> failures = [];

    /// <summary>The scenario's own randomness: the same for the same seed, whatever ran before.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Stopping => stopping;

    public void Figure(string name, string value) => Console.WriteLine($"  {name,-44} {value}");

    public void Figure(string name, long value) => Figure(name, value.ToString("N0", CultureInfo.InvariantCulture));

    public void Figure(string name, TimeSpan value) =>
        Figure(name, value < TimeSpan.FromSeconds(1)
            ? value.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture) + " ms"
            : value.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture) + " s");

    /// <summary>Something that must hold.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="otherwise">What is wrong where it does not.</param>
    public void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            failures.Add(otherwise);
        }
    }

    /// <returns>True: all held.</returns>
    public bool Conclude()
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{scenario} (seed {seed}, {clock.Elapsed.TotalSeconds:N0} s)");
        Console.WriteLine(failures.Count == 0 ? $"PASS {time}" : $"FAIL {time}\n  " + string.Join("\n  ", failures));
        return failures.Count == 0;
    }
}
