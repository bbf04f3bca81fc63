using System.Buffers.Text;
using RESPite.Messages;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The decoded answer of one turn.</summary>
internal sealed class TurnReply
{
    public required TurnStatus Status { get; init; }

    /// <summary>The server's time of the turn, unix ms.</summary>
    public long Now { get; init; }

    /// <summary>When to look again; null: this session will be woken.</summary>
    public TimeSpan? NextIn { get; init; }

    /// <summary>Outcomes that were refused, since their jobs had been recovered.</summary>
    public JobId[] Refused { get; init; } = [];

    public TakenJob[] Jobs { get; init; } = [];

    /// <summary>Running jobs of this session that somebody wants cancelled.</summary>
    public JobId[] Cancels { get; init; } = [];

    public static TurnReply Read(RespResult result)
    {
        var reader = result.Read();
        reader.MoveNext();
        if (reader.Is("ended"u8))
        {
            return new TurnReply { Status = TurnStatus.Ended };
        }

        if (reader.Is("stale"u8))
        {
            return new TurnReply { Status = TurnStatus.Stale };
        }

        reader.MoveNext();
        var now = reader.ReadInt64();
        reader.MoveNext();
        var nextIn = reader.ReadInt64();
        reader.MoveNext();
        var holder = Resp.Bytes(ref reader);
        reader.MoveNext();
        var refused = Resp.Ids(Resp.Bytes(ref reader));
        reader.MoveNext();
        var ids = Resp.Bytes(ref reader);
        var jobs = ReadJobs(ref reader, ids, holder);
        reader.MoveNext();
        return new TurnReply
        {
            Status = TurnStatus.Applied,
            Now = now,
            NextIn = nextIn < 0 ? null : TimeSpan.FromMilliseconds(nextIn),
            Refused = refused,
            Jobs = jobs,
            Cancels = Resp.Ids(Resp.Bytes(ref reader)),
        };
    }

    private static TakenJob[] ReadJobs(ref RespReader reader, byte[] ids, byte[] holder)
    {
        var count = ids.Length / JobId.Size;
        var envelopes = new ReadOnlyMemory<byte>[count];
        reader.MoveNext();
        ReadValues(ref reader, envelopes);
        var states = new ReadOnlyMemory<byte>[count];
        reader.MoveNext();
        ReadValues(ref reader, states);
        if (count == 0)
        {
            return [];
        }

        var grant = GrantOf(holder);
        RedisValue shared = holder;
        var jobs = new TakenJob[count];
        for (var i = 0; i < count; i++)
        {
            jobs[i] = new TakenJob
            {
                IdBytes = ids.AsMemory(i * JobId.Size, JobId.Size),
                Holder = shared,
                Grant = grant,
                Position = i,
                Envelope = envelopes[i],
                State = states[i],
            };
        }

        return jobs;
    }

    /// <summary>Reads the children of the current array into <paramref name="values"/>; an empty array leaves them empty.</summary>
    private static void ReadValues(ref RespReader reader, ReadOnlyMemory<byte>[] values)
    {
        var length = reader.AggregateLength();
        var slab = new Slab();
        for (var i = 0; i < length; i++)
        {
            reader.MoveNext();
            if (!reader.IsNull)
            {
                var into = slab.Take(reader.ScalarLength());
                reader.CopyTo(into.Span);
                values[i] = into;
            }
        }
    }

    private static long GrantOf(ReadOnlySpan<byte> holder)
    {
        var from = holder.IndexOf((byte)' ') + 1;
        return Utf8Parser.TryParse(holder[from..], out long grant, out _) ? grant : throw new FormatException("A turn answered a holder without a grant.");
    }

    /// <summary>Hands out pieces of arrays small enough to stay off the large object heap, one array for many jobs.</summary>
    private struct Slab
    {
        private const int Size = 16 * 1024;
        private Memory<byte> left;

        public Memory<byte> Take(int length)
        {
            if (left.Length < length)
            {
                left = new byte[Math.Max(length, Size)];
            }

            var piece = left[..length];
            left = left[length..];
            return piece;
        }
    }
}

/// <summary>What became of a turn.</summary>
internal enum TurnStatus
{
    Applied,

    /// <summary>The session has been recovered; its jobs belong to others.</summary>
    Ended,

    /// <summary>A later turn of the session was applied before; this one did nothing.</summary>
    Stale,
}
