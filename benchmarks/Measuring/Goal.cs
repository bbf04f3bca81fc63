using System.Globalization;

namespace Jobs.Benchmarks.Measuring;

/// <summary>What a figure is to reach.</summary>
/// <param name="Bound">In the figure's unit.</param>
/// <param name="AtLeast">More is better; else less is.</param>
internal sealed record Goal(double Bound, bool AtLeast)
{
    public bool IsMet(double value) => AtLeast ? value >= Bound : value <= Bound;

    public string Verdict(double value) => $"  {(IsMet(value) ? "reaches" : "MISSES")} {this}";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? "≥" : "≤")} {Bound:#,0.###}");

    public static Goal Min(double bound) => new(bound, AtLeast: true);

    public static Goal Max(double bound) => new(bound, AtLeast: false);
}
