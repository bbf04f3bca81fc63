using System.Globalization;

namespace Jobs.Benchmarks.Measuring;

/// <summary>One measured quantity: every round's value, so that a reader sees the spread and not only the middle.</summary>
internal sealed record Figure(string Name, string Unit, double[] Values)
{
    public double Median => Percentile(0.5);

    public double Percentile(double share)
    {
        var sorted = Values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name,-52} {Median,12:N2} {Unit,-8} ({Values.Min():N2} … {Values.Max():N2}, n={Values.Length})");
}
