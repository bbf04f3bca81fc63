namespace Jobs.Testing.Memory;

/// <summary>A session that a queue knows.</summary>
internal sealed class MemorySession(string name)
{
    public string Name { get; } = name;

    /// <summary>Unix ms; 0: being recovered.</summary>
    public long Expiry { get; set; }

    /// <summary>Its last turn; null: none yet.</summary>
    public MemoryAnswer? Last { get; set; }

    /// <summary>Jobs of many recoveries that it was handed.</summary>
    public List<JobId> Suspects { get; set; } = [];

    /// <summary>Jobs that it was not handed for them.</summary>
    public List<JobId> Deferred { get; set; } = [];
}

/// <summary>What a turn was answered, kept for its repetition.</summary>
/// <param name="Number">Of the turn.</param>
/// <param name="Holder">Of its jobs; null: it fetched none.</param>
/// <param name="Refused">Outcomes that were refused.</param>
/// <param name="Fetched">Its jobs.</param>
internal sealed record MemoryAnswer(long Number, MemoryHolder? Holder, JobId[] Refused, JobId[] Fetched);
