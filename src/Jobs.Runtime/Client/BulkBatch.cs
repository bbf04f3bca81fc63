using Jobs.Store;

namespace Jobs.Client;

/// <summary>A part of the jobs one caller enqueues together. One call stores all of it or nothing.</summary>
/// <param name="call">Whose part it is.</param>
/// <param name="first">The place of its first job among all of them.</param>
internal sealed class BulkBatch(BulkCall call, int first) : EnqueueBatch
{
    private StoreOutcome? ended;
    private bool[]? before;
    private int size;

    public int First => first;

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

    /// <summary>Another call had stored at least one.</summary>
    public bool HasKnown => before is not null;

    /// <summary>Another call had stored the job.</summary>
    public bool WasStored(int index) => before is { } known && known[index];

    public void Add(JobId id, ReadOnlySpan<byte> envelope, EnqueueTerms terms) => size = Append(id, envelope, terms) + 1;

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
        if (before)
        {
            this.before ??= new bool[size];
            this.before[index] = true;
        }

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
