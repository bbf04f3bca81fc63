using System.Globalization;

namespace Jobs.Store;

/// <summary>How many jobs that were recovered often a session holds at a time: one of them may be what ends processes, and the others are not to
/// be quarantined for it.</summary>
/// <remarks>
/// The first recovery says nothing: workers are killed for many reasons. Then the groups become smaller as the chances run out: half of the slots, a quarter,
/// one. So where a worker has died a few times for another reason, what it held runs many at a time; and the last chance a job has is its own.
/// </remarks>
internal static class SuspectLimits
{
    /// <summary>No job is a suspect.</summary>
    public const string None = "2147483647 1";

    /// <returns>From how many recoveries on a job is a suspect, then how many a session holds of those recovered so often, and so on; the last number goes
    /// for all that follow.</returns>
    public static string Of(int maxRecoveries, int slots)
    {
        var from = Math.Max(1, maxRecoveries - 1);
        if (maxRecoveries > 3)
        {
            from--; // one step more: half of the slots
        }

        var limits = Enumerable.Range(from, Math.Max(1, maxRecoveries - from + 1))
            .Select(recoveries => maxRecoveries - recoveries) // chances left
            .Select(left => left <= 0 ? 1 : Math.Max(1, slots >> (3 - left)));
        return string.Join(' ', limits.Prepend(from).Select(number => number.ToString(CultureInfo.InvariantCulture)));
    }
}
