using RESPite.Messages;

namespace Jobs.Redis;

/// <summary>Reading of script replies.</summary>
internal static class Resp
{
    /// <summary>The bytes of the current element; none where it is null.</summary>
    public static byte[] Bytes(ref RespReader reader) => reader.IsNull ? [] : reader.ReadByteArray() ?? [];

    /// <summary>Splits joined ids.</summary>
    public static JobId[] Ids(ReadOnlySpan<byte> joined)
    {
        if (joined.IsEmpty)
        {
            return [];
        }

        var ids = new JobId[joined.Length / JobId.Size];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i] = JobId.Read(joined.Slice(i * JobId.Size, JobId.Size));
        }

        return ids;
    }
}
