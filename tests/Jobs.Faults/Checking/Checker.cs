using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;

namespace Jobs.Faults.Checking;

/// <summary>Holds what the processes wrote down against what Redis holds. What must hold after any fault is required here; scenarios add
/// what must hold after theirs.</summary>
internal static class Checker
{
    /// <summary>Checks a queue at rest.</summary>
    /// <param name="stage">Whose.</param>
    /// <param name="report">Gets what does not hold.</param>
    /// <param name="dead">Jobs that are to be among the dead; all others have completed.</param>
    /// <returns>All that is known of the run.</returns>
    public static async Task<History> CheckAsync(Stage stage, Report report, params JobId[] dead)
    {
        var history = await History.ReadAsync(stage);
        Enqueueing.Check(history, report);
        Starting.Check(history, report);
        await Ending.CheckAsync(history, stage.Queue, report, dead.ToHashSet());
        Granting.Check(stage, report);
        return history;
    }

    /// <summary>Checks what holds at any time, when something was waited for in vain: says which promise was broken instead of that time was up.</summary>
    public static async Task CheckInVainAsync(Stage stage, Report report)
    {
        await Holding.CheckAsync(stage, report);
        var history = await History.ReadAsync(stage); // starts before reasons: a reason is on record before the start
        Starting.CheckStarts(history, report);
        await Ending.CheckCountsAsync(history, stage.Queue, report);
        Granting.Check(stage, report);
    }
}
