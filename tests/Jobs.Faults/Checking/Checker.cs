using Jobs.Faults.Checking.Invariants;
using Jobs.Faults.Running;

namespace Jobs.Faults.Checking;

/// <summary>Holds what the processes wrote down against what Redis holds. What must hold after any fault is required here; scenarios add
/// what must hold after theirs.</summary>
internal static class Checker
{
    /// <summary>Checks a queue at rest.</summary>
    /// <returns>All that is known of the run.</returns>
    public static async Task<History> CheckAsync(Stage stage, Report report)
    {
        var history = await History.ReadAsync(stage);
        Enqueueing.Check(history, report);
        Starting.Check(history, report);
        await Ending.CheckAsync(history, stage.Queue, report);
        return history;
    }
}
