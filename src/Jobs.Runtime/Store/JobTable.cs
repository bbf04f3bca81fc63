namespace Jobs.Store;

/// <summary>Which of its queue's tables a job's envelope stands in: its id says it, to the client as to the scripts.</summary>
/// <remarks>Ids of UUID version 7 begin with the time they were made at: jobs made within the same 256 ms stand together, so a backlog is gone through
/// table by table, and each is small enough to stay in the processor's caches. Other ids say no time and share one table.</remarks>
internal static class JobTable
{
    /// <summary>Tables of a queue.</summary>
    public const int Count = 64;

    public static int Of(JobId id)
    {
        Span<byte> bytes = stackalloc byte[JobId.Size];
        id.WriteTo(bytes);
        return bytes[6] >> 4 == 7 ? bytes[4] % Count : 0;
    }
}
