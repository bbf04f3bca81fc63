
namespace Jobs.Store;

/// <summary>What the jobs of one turn have in common.</summary>
/// <param name="holder">Session, grant and time of the turn, as stored.</param>
/// <param name="grant">The number within it.</param>
/// <param name="ids">The ids, one after another.</param>
internal sealed class HandOut(ReadOnlyMemory<byte> holder, long grant, ReadOnlyMemory<byte> ids)
{
    /// <summary>What each fetched job has been through, as stored, until its run is over; null: none of them has one.</summary>
    public byte[]?[]? States { get; set; }

    public ReadOnlyMemory<byte> Holder => holder;

    public long Grant => grant;

    public ReadOnlyMemory<byte> IdBytes(int position) => ids.Slice(position * JobId.Size, JobId.Size);
}
