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

    public static TurnReply Read(RespResult result) => Read(result.Read());

    public static TurnReply Read(RespReader reader)
    {
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
        var jobs = ids.Length == 0 ? [] : new TakenJob[ids.Length / JobId.Size];
        var handOut = jobs.Length == 0 ? null : new HandOut(holder, GrantOf(holder), ids);
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i] = new TakenJob(handOut!, i);
        }

        reader.MoveNext();
        ReadEnvelopes(ref reader, jobs);
        reader.MoveNext();
        handOut?.States = ReadStates(ref reader);
        return jobs;
    }

    private static void ReadEnvelopes(ref RespReader reader, TakenJob[] jobs)
    {
        ReplySlab? slab = null;
        var length = reader.AggregateLength();
        for (var i = 0; i < length; i++)
        {
            reader.MoveNext();
            if (reader.IsNull)
            {
                continue;
            }

            var size = reader.ScalarLength();
            if (!ReplySlab.Suits(size))
            {
                jobs[i].Keep(Resp.Bytes(ref reader), from: null);
                continue;
            }

            Memory<byte> piece = default;
            if (slab is null || !slab.TryTake(size, out piece))
            {
                slab?.LetGo();
                slab = new ReplySlab();
                slab.TryTake(size, out piece);
            }

            reader.CopyTo(piece.Span);
            jobs[i].Keep(piece, slab);
        }

        slab?.LetGo();
    }

    /// <returns>Null: none of the jobs has one.</returns>
    private static byte[]?[]? ReadStates(ref RespReader reader)
    {
        var length = reader.AggregateLength();
        var states = length == 0 ? null : new byte[]?[length];
        for (var i = 0; i < length; i++)
        {
            reader.MoveNext();
            states![i] = reader.IsNull ? null : Resp.Bytes(ref reader);
        }

        return states;
    }

    private static long GrantOf(ReadOnlySpan<byte> holder)
    {
        var from = holder.IndexOf((byte)' ') + 1;
        return Utf8Parser.TryParse(holder[from..], out long grant, out _) ? grant : throw new FormatException("A turn answered a holder without a grant.");
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
