using System.Globalization;

namespace Jobs.Benchmarks.Measuring;

/// <summary>Holds ratios against the last results, so that a regression fails. Ratios are of one run, but a busy machine disturbs even
/// these: a figure that is worse gets more tries, and only one that is worse in all of them fails.</summary>
internal static class Guard
{
    private const double Tolerance = 1.2;
    private const int Tries = 4;

    /// <returns>0: every guarded figure was within 20 % of its result, or better, at least once.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> cases, string redis, bool quick)
    {
        var known = Results.Read();
        var (failed, missing) = (0, new HashSet<string>(StringComparer.Ordinal));
        foreach (var one in cases)
        {
            var worse = new HashSet<string>(StringComparer.Ordinal);
            for (var attempt = 1; attempt == 1 || (worse.Count > 0 && attempt <= Tries); attempt++)
            {
                foreach (var figure in (await Isolated.RunAsync(one, redis, quick)).Where(figure => figure.IsGuarded))
                {
                    if (!known.TryGetValue(figure.Name, out var before))
                    {
                        Console.WriteLine($"MISSING {figure.Name}: it is not in {Results.File}, run 'all' first");
                        missing.Add(figure.Name);
                        continue;
                    }

                    var fine = IsFine(figure, before);
                    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(fine ? "ok   " : "WORSE")} {figure.Name}: {figure.Median:N2}, before {before:N2}, try {attempt}"));
                    _ = fine ? worse.Remove(figure.Name) : attempt == 1 && worse.Add(figure.Name);
                }
            }

            failed += worse.Count;
        }

        return failed + missing.Count == 0 ? 0 : 1;
    }

    private static bool IsFine(Figure figure, double before) => figure.Goal is { AtLeast: true } ? figure.Median >= before / Tolerance : figure.Median <= before * Tolerance;
}
