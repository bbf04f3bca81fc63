using Jobs.Store;

namespace Jobs.Client;

/// <summary>Jobs of many callers, each with its own wait.</summary>
internal sealed class SharedBatch(EnqueueErrors errors) : EnqueueBatch
{
    private EnqueueItem?[] items = new EnqueueItem?[16];
    private EnqueueItem? last;

    public void Add(EnqueueItem item, ReadOnlySpan<byte> envelope, EnqueueTerms terms)
    {
        var index = Append(item.Id, envelope, terms);
        if (index == items.Length)
        {
            Array.Resize(ref items, Math.Min(index * 2, IEnqueueRequest.MaxJobs));
        }

        items[index] = item;
    }

    /// <summary>The item whose caller has not been told yet that his job is stored: the one that may be told without a detour.</summary>
    public EnqueueItem? TakeLast()
    {
        var item = last;
        last = null;
        return item;
    }

    public override void Recycle()
    {
        Array.Clear(items, 0, Count);
        base.Recycle();
    }

    protected override bool IsAwaited(int index) => !items[index]!.IsDecided;

    protected override void OnStored(int index, bool before)
    {
        var item = LetGoOf(index);
        if (item.TryStore(before))
        {
            last?.Tell();
            last = item;
        }
    }

    protected override void OnGivenUp(int index, Exception? refusal)
    {
        var item = LetGoOf(index);
        if (item.IsDecided)
        {
            item.LetGo();
            return;
        }

        item.Fail(errors.GivenUp(item.Id, item.Definition, MayBeStored, refusal, LastError));
    }

    protected override void OnExpire(long now, Exception? cause)
    {
        if (Count > 0 && items[0] is { } first && first.Deadline > now)
        {
            return; // they stand in the order they came in
        }

        for (var i = 0; i < Count; i++)
        {
            if (items[i] is { IsDecided: false } item && item.Deadline <= now)
            {
                item.Give(errors.TooLate(item.Id, item.Definition, MayBeStored, cause));
            }
        }
    }

    /// <summary>Once told, an item may already serve its next caller: it must not be found here any more.</summary>
    private EnqueueItem LetGoOf(int index)
    {
        var item = items[index]!;
        items[index] = null;
        return item;
    }
}
