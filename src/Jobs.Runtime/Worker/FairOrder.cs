using System.Runtime.InteropServices;

namespace Jobs.Worker;

/// <summary>Which queue is next: by smooth weighted round robin, or strictly the heaviest. Used under the lock of <see cref="Slots"/> only.</summary>
/// <param name="shares">The queues, heavier ones first.</param>
/// <param name="strict">The first that qualifies, always.</param>
internal sealed class FairOrder(List<QueueShare> shares, bool strict)
{
    /// <returns>Null: none qualifies.</returns>
    public QueueShare? Next(Func<QueueShare, bool> qualifies)
    {
        QueueShare? best = null;
        var total = 0;
        foreach (var share in CollectionsMarshal.AsSpan(shares))
        {
            if (!qualifies(share))
            {
                continue;
            }

            if (strict || shares.Count == 1)
            {
                return share;
            }

            share.Standing += share.Weight;
            total += share.Weight;
            if (best is null || share.Standing > best.Standing)
            {
                best = share;
            }
        }

        if (best is not null)
        {
            best.Standing -= total;
        }

        return best;
    }
}
