using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>How far a recovery has come, and what its last step moved.</summary>
internal sealed record RecoverStep(string Cursor, JobId[] Recovered, JobId[] Quarantined, string[] Sessions)
{
    public static RecoverStep Start { get; } = new("0", [], [], []);

    /// <summary>Those that were to be cancelled when their worker died.</summary>
    public JobId[] Cancelled { get; init; } = [];

    public bool IsLast => Cursor == "0";

    public static RecoverStep Read(RespResult reply)
    {
        var reader = reply.Read();
        var length = reader.AggregateLength();
        reader.MoveNext();
        var cursor = reader.ReadString() ?? "0";
        reader.MoveNext();
        var recovered = Resp.Ids(Resp.Bytes(ref reader));
        reader.MoveNext();
        var quarantined = Resp.Ids(Resp.Bytes(ref reader));
        reader.MoveNext();
        var cancelled = Resp.Ids(Resp.Bytes(ref reader));
        var sessions = new string[length - 4];
        for (var i = 0; i < sessions.Length; i++)
        {
            reader.MoveNext();
            sessions[i] = reader.ReadString() ?? "";
        }

        return new RecoverStep(cursor, recovered, quarantined, sessions) { Cancelled = cancelled };
    }
}
