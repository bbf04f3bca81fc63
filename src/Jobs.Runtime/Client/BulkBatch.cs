using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>A part of the jobs one caller enqueues together. One call stores all of it or nothing.</summary>
internal sealed class BulkBatch(BulkCall call) : EnqueueBatch
{
    private StoreOutcome? ended;
    private int size;

    /// <summary>How many jobs it holds, or held.</summary>
    public int Size => size;

    /// <summary>What became of it; while it is under way: what is known so far.</summary>
    public StoreOutcome Outcome
    {
        get
        {
            lock (Sync)
            {
                return ended ?? SoFar;
            }
        }
    }

    private StoreOutcome SoFar => MayBeStored ? StoreOutcome.Unknown : StoreOutcome.NotStored;

    public void Add(JobId id, ReadOnlySpan<byte> envelope, RedisValue time) => size = Append(id, envelope, time) + 1;

    public override void Recycle()
    {
        base.Recycle();
        call.PartEnded();
    }

    /// <summary>Once a part is lost those behind it are not sent, so that the beginning of the list is stored and the caller is told soon.</summary>
    protected override bool IsAwaited(int index) => !call.IsOver;

    protected override void OnStored(int index, bool before)
    {
        ended = StoreOutcome.Stored;
        call.Progressed();
    }

    protected override void OnGivenUp(int index, Exception? refusal)
    {
        ended = SoFar;
        call.Lose(LastError);
    }

    protected override void OnExpire(long now, Exception? cause)
    {
        if (call.IsLate(now))
        {
            call.GiveUp(cause);
        }
    }
}
