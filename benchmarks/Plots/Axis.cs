using System.Globalization;

namespace Jobs.Benchmarks.Plots;

/// <summary>One axis: what it measures, and where a value lies on it.</summary>
/// <param name="Title">With its unit.</param>
/// <param name="IsLogarithmic">Equal ratios are equally far apart; else equal differences, from zero.</param>
internal sealed record Axis(string Title, bool IsLogarithmic)
{
    private double low;
    private double high = 1;

    /// <summary>Its marks, where they are not round numbers: value and text.</summary>
    public IReadOnlyList<(double Value, string Text)>? Marks { get; init; }

    /// <summary>Makes room for these values.</summary>
    public void Span(IEnumerable<double> values)
    {
        var all = values.Concat((Marks ?? []).Select(static mark => mark.Value)).ToArray();
        (low, high) = (IsLogarithmic ? all.Min() : 0, all.Max());
        if (Marks is null)
        {
            var marks = Round(low, high * 1.02).ToArray();
            (low, high) = IsLogarithmic ? (Math.Min(low, marks[0]), Math.Max(high, marks[^1])) : (0, Math.Max(high, marks[^1]));
        }
    }

    /// <returns>From 0 to 1.</returns>
    public double Of(double value) => IsLogarithmic ? Math.Log(value / low) / Math.Log(high / low) : value / high;

    public IEnumerable<(double Value, string Text)> AllMarks() => Marks ?? Round(low, high).Where(value => value <= high * 1.0001 && value >= low * 0.9999).Select(static value => (value, Text(value)));

    private IEnumerable<double> Round(double from, double to)
    {
        if (!IsLogarithmic)
        {
            var step = Math.Pow(10, Math.Floor(Math.Log10(to / 4)));
            step *= to / step > 20 ? 5 : to / step > 8 ? 2 : 1;
            return Enumerable.Range(0, (int)Math.Floor(to / step) + 1).Select(i => i * step);
        }

        var digits = Math.Log10(to / from) > 3 ? [1] : new[] { 1, 2, 5 };
        var marks = Enumerable.Range((int)Math.Floor(Math.Log10(from)), (int)Math.Ceiling(Math.Log10(to)) - (int)Math.Floor(Math.Log10(from)) + 1)
            .SelectMany(power => digits.Select(digit => digit * Math.Pow(10, power))).ToArray();
        return marks.Where(mark => mark >= marks.LastOrDefault(m => m <= from * 1.0001, marks[0]) && mark <= marks.FirstOrDefault(m => m >= to * 0.98, marks[^1]));
    }

    private static string Text(double value) => value switch
    {
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1e3 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " k",
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
