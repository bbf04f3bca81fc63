using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Reads what <c>recover.lua</c> answers.</summary>
internal static class RecoverStepReader
{
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
