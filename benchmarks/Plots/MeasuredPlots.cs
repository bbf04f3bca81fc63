using System.Globalization;
using System.Text.RegularExpressions;
using Jobs.Benchmarks.Measuring;
using Jobs.Benchmarks.Model;

namespace Jobs.Benchmarks.Plots;

/// <summary>Draws what was measured. Figures and columns are found by name; what was not measured is not drawn.</summary>
internal static partial class MeasuredPlots
{
    /// <summary>Draws again what these figures are of.</summary>
    public static void Write(IReadOnlyList<Figure> figures)
    {
        foreach (var plot in (Plot?[])[Backlog(figures), Latency(figures)])
        {
            plot?.Write();
        }
    }

    /// <summary>Throughput against the round trip.</summary>
    public static void Write(Table roundTrips)
    {
        var ping = Array.IndexOf(roundTrips.Columns, RoundTripTable.Ping) - 1;
        Series Of(string name, string column)
        {
            var at = Array.IndexOf(roundTrips.Columns, column) - 1;
            return new Series(name, [.. roundTrips.Rows.Select(row => (row.Values[ping], row.Values[at])).OrderBy(static point => point.Item1)]);
        }

        new Plot(
            "throughput-round-trip", "Throughput against the round trip to Redis", new Axis("measured round trip, ms", IsLogarithmic: true), new Axis("jobs per second", IsLogarithmic: true),
            [Of("enqueue, many by one call", RoundTripTable.Many), Of("run", RoundTripTable.Run), Of("enqueue, 32 callers", RoundTripTable.Callers), Of("enqueue, one caller", RoundTripTable.One)]).Write();
    }

    private static Plot? Backlog(IReadOnlyList<Figure> figures)
    {
        var points = figures.Select(figure => (Match: BacklogFigure().Match(figure.Name), figure.Median)).Where(static point => point.Match.Success)
            .Select(static point => (Kind: point.Match.Groups[2].Value, Held: double.Parse(point.Match.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), point.Median));
        Series[] lines = [.. points.GroupBy(static point => point.Kind).Select(static kind => new Series(kind.Key, [.. kind.OrderBy(static point => point.Held).Select(static point => (point.Held, point.Median))]))];
        return lines.Length == 0 ? null : new Plot(
            "throughput-backlog", "Throughput while very many other jobs are held", new Axis("other jobs in the queue", IsLogarithmic: true), new Axis("jobs enqueued and run per second", IsLogarithmic: false), lines);
    }

    private static Plot? Latency(IReadOnlyList<Figure> figures)
    {
        Series[] lines = [.. figures.Select(figure => (Match: LatencyFigure().Match(figure.Name), figure.Values)).Where(static figure => figure.Match.Success && figure.Values.Length > 1)
            .Select(static figure => Distribution(figure.Match.Groups[1].Value, [.. figure.Values.Order()]))];
        return lines.Length == 0 ? null : new Plot(
            "latency-distribution", "From enqueue to the start of the handler, on an idle system",
            new Axis("share of jobs that start sooner, %", IsLogarithmic: true) { Marks = [(1, "0"), (2, "50"), (4, "75"), (10, "90"), (20, "95"), (100, "99"), (500, "99.8")] }, new Axis("ms", IsLogarithmic: true), lines);
    }

    /// <summary>A share p lies at 1 / (1 - p), so that each further nine gets as much room as the one before.</summary>
    private static Series Distribution(string name, double[] sorted) =>
        new(name, [.. sorted.Select((value, i) => (X: sorted.Length / (double)(sorted.Length - i), Y: value)).Where(static point => point.X <= 500)], HasDots: false);

    [GeneratedRegex("^backlog: ([0-9,]+) ([a-z]+), jobs enqueued and run per second$")]
    private static partial Regex BacklogFigure();

    [GeneratedRegex("^latency: (.*), p50$")]
    private static partial Regex LatencyFigure();
}
