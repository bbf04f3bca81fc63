using System.Globalization;
using System.Text;
using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>Where a stored job stands; one place at a time.</summary>
internal enum Place
{
    Ready,
    Due,
    Active,
    Done,
    Dead,
}

/// <summary>One stored job.</summary>
internal sealed class MemoryJob(JobId id, byte[] envelope)
{
    public JobId Id { get; } = id;

    /// <summary>Null: it is gone.</summary>
    public byte[]? Envelope { get; set; } = envelope;

    public Place Place { get; set; }

    /// <summary>Larger ones first; 0: none.</summary>
    public int Priority { get; init; }

    /// <summary>Its place among those with a priority, in the order in which they were stored.</summary>
    public long Number { get; init; }

    /// <summary>When it is due, when its retention ends, or when it died; unix ms.</summary>
    public long Time { get; set; }

    /// <summary>Whose it is while it runs.</summary>
    public MemoryHolder? Holder { get; set; }

    /// <summary>What it has been through, encoded; null: nothing.</summary>
    public byte[]? State { get; set; }

    /// <summary>What its end has written of it, encoded; null: nothing.</summary>
    public byte[]? Ended { get; set; }

    /// <summary>Its id stands in the order of the queue: of a job that was cancelled there, until a turn comes upon it.</summary>
    public bool IsListed { get; set; }

    /// <summary>Its session is to cancel it.</summary>
    public bool IsToCancel { get; set; }

    /// <summary>Somebody waits for its end.</summary>
    public bool IsAwaited { get; set; }

    public byte[] Steps { get; set; } = [];

    public bool HasEnded => Place is Place.Done or Place.Dead;

    /// <summary>It was cancelled while it stood in the order of the queue.</summary>
    public bool IsCancelledInList => KindOf(State) == RunEnd.CancelledInList;

    public static RunEnd KindOf(byte[]? state) => state is { Length: > 0 } ? (RunEnd)state[0] : RunEnd.None;

    /// <summary>Another head before the same details.</summary>
    public static byte[] With(byte[]? state, RunEnd? kind = null, int recovered = 0)
    {
        var before = RunState.Decode(state);
        var rest = state is not null && Array.IndexOf(state, (byte)'\n') is >= 0 and var end ? state.AsSpan(end + 1) : default;
        return
        [
            .. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(char)(kind ?? before.Kind)} {before.Failures} {before.Recoveries + recovered}\n")),
            .. rest,
        ];
    }
}

/// <summary>Who holds a job: what every later write about the run must show.</summary>
internal sealed class MemoryHolder(string session, long grant, long since)
{
    public string Session { get; } = session;

    public long Grant { get; } = grant;

    public long Since { get; } = since;

    public byte[] Bytes { get; } = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{session} {grant} {since}"));
}
