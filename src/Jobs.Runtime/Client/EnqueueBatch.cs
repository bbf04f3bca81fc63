using System.Buffers;
using Jobs.Store;

namespace Jobs.Client;

/// <summary>Jobs of one table, which go by one call: their bytes one after another in one array, and what becomes of them.</summary>
/// <remarks>Filled by one thread at a time; afterwards an attempt and an expiry may meet, which the batch's own lock keeps apart.</remarks>
internal abstract class EnqueueBatch : IEnqueueRequest
{
    /// <summary>A batch takes no job beyond it, but one of any size.</summary>
    public const int MaxBytes = 1024 * 1024;

    private byte[] bytes = [];
    private Entry[] entries = [];
    private int[] order = [];
    private int used;
    private int table;
    private int attempted;
    private int plain;
    private bool anyOthers;
    private bool underWay;
    private bool unanswered;
    private bool leakBytes;

    public int Count { get; private set; }

    /// <summary>Of ids and envelopes.</summary>
    public int Bytes => used;

    /// <summary>Why the last attempt failed.</summary>
    protected Exception? LastError { get; private set; }

    /// <summary>Keeps attempts, expiry and questions apart.</summary>
    protected Lock Sync { get; } = new();

    /// <summary>An attempt is under way, or one before was not answered.</summary>
    protected bool MayBeStored => underWay || unanswered;

    /// <summary>At least one of its jobs still matters to somebody.</summary>
    public bool IsAwaitedAtAll
    {
        get
        {
            lock (Sync)
            {
                for (var i = 0; i < Count; i++)
                {
                    if (IsAwaited(i))
                    {
                        return true;
                    }
                }

                return false;
            }
        }
    }

    public bool HasRoomFor(JobId id, int envelopeBytes) =>
        Count == 0 || (Count < IEnqueueRequest.MaxJobs && used + JobId.Size + envelopeBytes <= MaxBytes && JobTable.Of(id) == table);

    int IEnqueueRequest.Table => table;

    int IEnqueueRequest.Count => attempted;

    int IEnqueueRequest.Plain => plain;

    NewEntry IEnqueueRequest.this[int index]
    {
        get
        {
            ref readonly var entry = ref entries[order[index]];
            return new(new(bytes, entry.Offset, JobId.Size), new(bytes, entry.Offset + JobId.Size, entry.Length), entry.Terms);
        }
    }

    /// <summary>Begins an attempt: until it has ended, the batch is a request with the jobs that still matter.</summary>
    /// <returns>False: none does.</returns>
    public bool BeginAttempt()
    {
        lock (Sync)
        {
            // Each job is asked once whether it still matters: its caller may change his mind at any moment.
            if (order.Length < Count)
            {
                order = new int[entries.Length];
            }

            attempted = 0;
            plain = Select(plain: true);
            if (anyOthers)
            {
                Select(plain: false);
            }

            return underWay = attempted > 0;
        }
    }

    /// <summary>The attempt was answered.</summary>
    /// <param name="known">Positions in it, from 1 and ascending, of jobs that were stored before; negative: by an earlier attempt of the same call.</param>
    public void Stored(ReadOnlySpan<int> known)
    {
        lock (Sync)
        {
            var next = 0;
            for (var position = 1; position <= attempted; position++)
            {
                var isKnown = next < known.Length && Math.Abs(known[next]) == position;
                entries[order[position - 1]].Settled = true;
                OnStored(order[position - 1], isKnown && known[next] > 0);
                next += isKnown ? 1 : 0;
            }

            underWay = false;
            GiveUpRest(refusal: null); // callers who had left before the attempt
        }
    }

    /// <summary>The attempt failed.</summary>
    /// <param name="error">How.</param>
    /// <param name="ambiguous">It may have been applied all the same.</param>
    public void AttemptFailed(Exception error, bool ambiguous)
    {
        lock (Sync)
        {
            LastError = error;
            underWay = false;
            unanswered |= ambiguous;
            leakBytes = true; // the store may hold on to what it could not send
        }
    }

    /// <summary>No attempt will follow: refused, or nobody waits any more.</summary>
    /// <param name="refusal">What refused it, if anything did.</param>
    public void GiveUp(Exception? refusal)
    {
        lock (Sync)
        {
            LastError = refusal ?? LastError;
            GiveUpRest(refusal);
        }
    }

    /// <summary>Tells callers whose time is over.</summary>
    /// <param name="now">As <see cref="TimeProvider.GetTimestamp"/>.</param>
    /// <param name="cause">Why the lane is held up, where this batch does not know.</param>
    public void Expire(long now, Exception? cause)
    {
        lock (Sync)
        {
            OnExpire(now, LastError ?? cause);
        }
    }

    /// <summary>The bytes go back to where they came from.</summary>
    public virtual void Recycle()
    {
        if (bytes.Length > 0 && !leakBytes)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        bytes = [];
        anyOthers = underWay = unanswered = leakBytes = false;
        LastError = null;
        Count = used = attempted = 0;
    }

    /// <returns>The job's index.</returns>
    protected int Append(JobId id, ReadOnlySpan<byte> envelope, EnqueueTerms terms)
    {
        var size = JobId.Size + envelope.Length;
        if (bytes.Length - used < size)
        {
            GrowBytes(size);
        }

        if (Count == entries.Length)
        {
            Array.Resize(ref entries, Math.Max(16, Count * 2));
        }

        if (Count == 0)
        {
            table = JobTable.Of(id);
        }

        id.WriteTo(bytes.AsSpan(used));
        envelope.CopyTo(bytes.AsSpan(used + JobId.Size));
        entries[Count] = new Entry(used, envelope.Length, terms);
        anyOthers |= !terms.IsPlain;
        used += size;
        return Count++;
    }

    /// <summary>Tells callers whose time is over.</summary>
    protected abstract void OnExpire(long now, Exception? cause);

    /// <summary>Somebody still wants it stored.</summary>
    protected abstract bool IsAwaited(int index);

    /// <param name="index">Which.</param>
    /// <param name="before">Another call had stored its id.</param>
    protected abstract void OnStored(int index, bool before);

    /// <summary>It was in no attempt, or in none that was answered.</summary>
    /// <param name="index">Which.</param>
    /// <param name="refusal">What refused it, if anything did.</param>
    protected abstract void OnGivenUp(int index, Exception? refusal);

    private void GiveUpRest(Exception? refusal)
    {
        for (var i = 0; i < Count; i++)
        {
            if (!entries[i].Settled)
            {
                entries[i].Settled = true;
                OnGivenUp(i, refusal);
            }
        }
    }

    private int Select(bool plain)
    {
        var before = attempted;
        for (var i = 0; i < Count; i++)
        {
            if (entries[i].Terms.IsPlain == plain && IsAwaited(i))
            {
                order[attempted++] = i;
            }
        }

        return attempted - before;
    }

    private void GrowBytes(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(used + needed, Math.Max(4096, bytes.Length * 2)));
        bytes.AsSpan(0, used).CopyTo(larger);
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }

        bytes = larger;
    }

    private record struct Entry(int Offset, int Length, EnqueueTerms Terms)
    {
        public bool Settled;
    }
}
