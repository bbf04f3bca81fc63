using System.Globalization;
using System.Text;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>All that the store knows of one job, at one moment.</summary>
internal sealed record StoredJob(byte[] Envelope, byte[] State, long? Due, string? Holder, long? Done, long? Dead, byte[] Steps)
{
    public static StoredJob? Read(RespResult reply)
    {
        var reader = reply.Read();
        var fields = new byte[7][];
        for (var i = 0; i < fields.Length; i++)
        {
            reader.MoveNext();
            fields[i] = Resp.Bytes(ref reader);
        }

        return fields[0].Length == 0 && fields[5].Length == 0
            ? null
            : new StoredJob(fields[0], fields[1], Number(fields[2]), fields[3].Length == 0 ? null : Encoding.ASCII.GetString(fields[3]), Number(fields[4]), Number(fields[5]), fields[6]);
    }

    private static long? Number(byte[] text) =>
        text.Length == 0 ? null : (long)double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
