using System.Globalization;
using System.Text;
using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Reads what <c>get.lua</c> answers.</summary>
internal static class StoredJobReader
{
    /// <returns>Null: no such job.</returns>
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
            : new StoredJob(fields[0], RunState.Decode(fields[1]), Number(fields[2]), Holder(fields[3]), Number(fields[4]), Number(fields[5]), fields[6]);
    }

    /// <summary>As <c>turn.lua</c> writes it: session, grant, unix ms.</summary>
    private static JobHolder? Holder(byte[] text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var parts = Encoding.ASCII.GetString(text).Split(' ');
        return parts.Length == 3 && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var grant) && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var since)
            ? new(parts[0], grant, since)
            : new(parts[0], Grant: null, Since: null);
    }

    private static long? Number(byte[] text) =>
        text.Length == 0 ? null : (long)double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
