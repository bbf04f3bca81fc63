using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary>A part of the cost model: how figures change with one thing.</summary>
internal interface ITable
{
    /// <summary>As the command line calls it.</summary>
    string Name { get; }

    /// <param name="setup">Where.</param>
    /// <param name="size">How much: full or quick.</param>
    Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size);
}

/// <summary>Measured rows under one heading.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Notes">What a reader must know to read it: what was done, and what a column is.</param>
/// <param name="Columns">Their names with their units; the first heads the rows' names.</param>
/// <param name="Rows">Each with a value a column.</param>
internal sealed record Table(string Title, string Notes, string[] Columns, IReadOnlyList<Row> Rows);

/// <summary>One line of a table.</summary>
/// <param name="Name">What was varied.</param>
/// <param name="Values">One a column; NaN: there is none.</param>
internal sealed record Row(string Name, params double[] Values)
{
    /// <summary>Measures rows in turn, round by round, so that whatever else the machine does falls on all of them alike.</summary>
    /// <param name="names">Their names.</param>
    /// <param name="rounds">How often each; one more round before them warms up and is not counted.</param>
    /// <param name="measure">Measures the row of an index.</param>
    /// <returns>Of every column the median over the rounds.</returns>
    public static async Task<IReadOnlyList<Row>> InTurnsAsync(IReadOnlyList<string> names, int rounds, Func<int, Task<double[]>> measure)
    {
        var all = names.Select(static _ => new List<double[]>()).ToArray();
        for (var round = -1; round < rounds; round++)
        {
            for (var row = 0; row < names.Count; row++)
            {
                var values = await measure(row);
                if (round >= 0)
                {
                    all[row].Add(values);
                }
            }
        }

        return [.. names.Select((name, row) => new Row(name, [.. Enumerable.Range(0, all[row][0].Length).Select(column => new Figure("", "", [.. all[row].Select(values => values[column])]).Median)]))];
    }

    /// <summary>The same rows with more columns.</summary>
    public static IReadOnlyList<Row> Join(IReadOnlyList<Row> left, IReadOnlyList<Row> right) => [.. left.Zip(right, static (a, b) => new Row(a.Name, [.. a.Values, .. b.Values]))];
}
