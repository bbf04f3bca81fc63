using System.Text.Json;
using Jobs.Benchmarks.Measuring;
using Jobs.Benchmarks.Plots;

namespace Jobs.Benchmarks.Model;

/// <summary>Measures the cost model, or one part of it, and writes it down.</summary>
internal static class ModelCommand
{
    /// <param name="tables">All parts, in their order.</param>
    /// <param name="asked">One of them, or all: each in a process of its own then.</param>
    /// <param name="setup">Where.</param>
    /// <param name="quick">Shows that it works: nothing is written.</param>
    /// <param name="json">Values only, for another process.</param>
    public static async Task<int> RunAsync(IReadOnlyList<ITable> tables, string asked, Setup setup, bool quick, bool json)
    {
        var one = tables.SingleOrDefault(table => table.Name == asked);
        foreach (var table in tables.Where(table => one is null || table == one))
        {
            var measured = one is null
                ? await Isolated.RunAsync<Table>(table.Name, setup.Redis, quick)
                : await table.RunAsync(setup, quick ? Size.Quick : Size.Full);
            Console.WriteLine(json ? JsonSerializer.Serialize(measured, Isolated.Json) : ModelFile.Text(table.Name, measured));
            if (!json && !quick)
            {
                ModelFile.Write(table.Name, [.. tables.Select(static table => table.Name)], measured);
                if (table is RoundTripTable)
                {
                    MeasuredPlots.Write(measured[0]);
                }
            }
        }

        return 0;
    }
}
