using System.Globalization;

namespace Jobs.Faults.Checking;

/// <summary>One enqueue as its producer wrote it down: each try, and what the client said of it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Process">The producer.</param>
internal sealed record EnqueueStory(JobId Id, int Process)
{
    private readonly List<string> words = [];

    /// <summary>The client said that it is stored.</summary>
    public bool IsStored { get; private set; }

    /// <summary>When it said so, on the clock all processes of a machine share.</summary>
    public long StoredAt { get; private set; }

    /// <summary>Some try ended in nobody knowing, or did not end at all: its process was killed.</summary>
    public bool IsInDoubt { get; private set; }

    /// <summary>How many tries the client gave up not knowing.</summary>
    public int Unknown { get; private set; }

    /// <param name="line"><c>ask AT ID</c>, then <c>stored AT ID</c>, <c>not-stored AT ID</c> or <c>unknown AT ID</c>.</param>
    /// <exception cref="FormatException">It is not such a line.</exception>
    public static (string Word, long At, JobId Id) Parse(string line)
    {
        var parts = line.Split(' ');
        return parts.Length == 3 && parts[0] is "ask" or "stored" or "not-stored" or "unknown"
            ? (parts[0], long.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture), JobId.Parse(parts[2]))
            : throw new FormatException($"A producer's journal holds '{line}'.");
    }

    public void Add(string word, long at)
    {
        words.Add(word);
        StoredAt = word == "stored" ? at : StoredAt;
        IsStored |= word == "stored";
        Unknown += word == "unknown" ? 1 : 0;
    }

    /// <summary>Called after the last line.</summary>
    public void Close() => IsInDoubt = Unknown > 0 || words.Count(word => word == "ask") > words.Count(word => word != "ask");

    public override string ToString() => $"{Id}: {string.Join(", ", words)} by {Process}";
}
