using System.Buffers.Text;
using Jobs.Store;
using RESPite.Messages;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Reads what <c>turn.lua</c> answers.</summary>
internal static class TurnReader
{
    /// <param name="result">The reply.</param>
    /// <param name="budget">How many bytes of jobs it was to hold.</param>
    public static TurnReply Read(RespResult result, int budget = int.MaxValue) => Read(result.Read(), budget);

    public static TurnReply Read(RespReader reader, int budget = int.MaxValue)
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
        var jobs = ReadIds(ids, holder, out var handOut);
        reader.MoveNext();
        var (delivered, bytes) = budget == 0 ? (0, ReadLength(ref reader)) : ReadEnvelopes(ref reader, jobs);
        reader.MoveNext();
        var states = ReadStates(ref reader, ref bytes);
        handOut?.States = states;
        reader.MoveNext();
        return new TurnReply
        {
            Status = TurnStatus.Applied,
            Now = now,
            NextIn = nextIn < 0 ? null : TimeSpan.FromMilliseconds(nextIn),
            Refused = refused,
            Jobs = delivered == jobs.Length ? jobs : jobs[..delivered],
            Undelivered = delivered == jobs.Length ? [] : jobs[delivered..],
            FirstUndeliveredBytes = budget == 0 ? bytes : 0,
            Bytes = budget == 0 ? 0 : bytes,
            Cancels = Resp.Ids(Resp.Bytes(ref reader)),
        };
    }

    private static TakenJob[] ReadIds(byte[] ids, byte[] holder, out HandOut? handOut)
    {
        var jobs = ids.Length == 0 ? [] : new TakenJob[ids.Length / JobId.Size];
        handOut = jobs.Length == 0 ? null : new HandOut(holder, GrantOf(holder), ids);
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i] = new TakenJob(handOut!, i);
        }

        return jobs;
    }

    /// <returns>0: the call had fetched no job.</returns>
    private static long ReadLength(ref RespReader reader)
    {
        if (reader.AggregateLength() == 0)
        {
            return 0;
        }

        reader.MoveNext();
        return reader.ReadInt64();
    }

    /// <returns>How many there are, and their bytes.</returns>
    private static (int Count, long Bytes) ReadEnvelopes(ref RespReader reader, TakenJob[] jobs)
    {
        ReplySlab? slab = null;
        var bytes = 0L;
        var length = reader.AggregateLength();
        for (var i = 0; i < length; i++)
        {
            reader.MoveNext();
            if (reader.IsNull)
            {
                continue;
            }

            var size = reader.ScalarLength();
            bytes += size;
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
        return (length, bytes);
    }

    /// <returns>Null: none of the jobs has one.</returns>
    private static byte[]?[]? ReadStates(ref RespReader reader, ref long bytes)
    {
        var length = reader.AggregateLength();
        var states = length == 0 ? null : new byte[]?[length];
        for (var i = 0; i < length; i++)
        {
            reader.MoveNext();
            states![i] = reader.IsNull ? null : Resp.Bytes(ref reader);
            bytes += states[i]?.Length ?? 0;
        }

        return states;
    }

    private static long GrantOf(ReadOnlySpan<byte> holder)
    {
        var from = holder.IndexOf((byte)' ') + 1;
        return Utf8Parser.TryParse(holder[from..], out long grant, out _) ? grant : throw new FormatException("A turn answered a holder without a grant.");
    }
}
