using System.Globalization;

namespace Jobs.Benchmarks.Measuring;

/// <summary>One measured quantity: every round's value, so that a reader sees the spread and not only the middle.</summary>
/// <param name="Name">Case, colon, what it is.</param>
/// <param name="Unit">Of the values.</param>
/// <param name="Values">One a round.</param>
internal sealed record Figure(string Name, string Unit, params double[] Values)
{
    /// <summary>What it is to reach; null: it is shown for what it says of another.</summary>
    public Goal? Goal { get; init; }

    /// <summary>A ratio or a count that hardly depends on the machine: the guard holds it against the last results.</summary>
    public bool IsGuarded { get; init; }

    /// <summary>The middle value; of an even number, the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            var sorted = Values.Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    public double Percentile(double share)
    {
        var sorted = Values.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Name,-62} {Median,12:N2} {Unit,-5} ({Values.Min():N2} … {Values.Max():N2}, n={Values.Length}){Goal?.Verdict(Median)}");
}
