
namespace Jobs.Store;

/// <summary>How far a recovery has come, and what its last step moved.</summary>
internal sealed record RecoverStep(string Cursor, JobId[] Recovered, JobId[] Quarantined, string[] Sessions)
{
    public static RecoverStep Start { get; } = new("0", [], [], []);

    /// <summary>Those that were to be cancelled when their worker died.</summary>
    public JobId[] Cancelled { get; init; } = [];

    public bool IsLast => Cursor == "0";
}
