using System.Runtime.InteropServices;
using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Writes a turn as <c>turn.lua</c> reads it, into memory that is used again.</summary>
internal sealed class TurnArguments
{
    private static readonly RedisValue[] Verbs = [.. Enumerable.Range(0, 128).Select(c => (RedisValue)((char)c).ToString())];
    private RedisValue[] values = new RedisValue[64];
    private int count;

    public ReadOnlyMemory<RedisValue> Values => values.AsMemory(0, count);

    public void Fill(QueueNames queue, TurnRequest request)
    {
        count = 0;
        Add(request.Session);
        Add(request.Sequence);
        Add(request.Want);
        Add(request.TtlMs);
        Add(queue.WakeChannel);
        Add(queue.Name);
        Add(queue.EndChannel);
        Add(request.Suspects);
        Add(request.Budget);
        var outcomes = CollectionsMarshal.AsSpan(request.Outcomes);
        for (var i = 0; i < outcomes.Length;)
        {
            i = outcomes[i].IsPlain ? AddCompleted(outcomes, i) : AddOne(outcomes, i);
        }

        foreach (var kind in request.Kinds)
        {
            Add(Verbs['K']);
            Add(kind);
        }
    }

    /// <summary>Completed jobs of one grant share their holder.</summary>
    private int AddCompleted(ReadOnlySpan<Outcome> outcomes, int from)
    {
        ref readonly var first = ref outcomes[from];
        Add(Verbs['C']);
        Add(first.Job.Holder);
        Add(first.RetentionMs);
        var length = count;
        Add(0);
        var to = from;
        for (; to < outcomes.Length; to++)
        {
            ref readonly var next = ref outcomes[to];
            if (!next.IsPlain || next.Job.Grant != first.Job.Grant || next.RetentionMs != first.RetentionMs)
            {
                break;
            }

            Add(next.Job.IdBytes);
        }

        values[length] = to - from;
        return to;
    }

    private int AddOne(ReadOnlySpan<Outcome> outcomes, int at)
    {
        ref readonly var outcome = ref outcomes[at];
        Add(Verbs[VerbOf(outcome.End)]);
        Add(outcome.Job.Holder);
        Add(outcome.Job.IdBytes);
        Add(outcome.RetentionMs);
        Add(outcome.DelayMs);
        Add(outcome.End == RunEnd.Unhandled ? outcome.JobKind : (RedisValue)outcome.Counter);
        Add(outcome.State);
        return at + 1;
    }

    /// <summary>One that is not plain.</summary>
    private static char VerbOf(RunEnd end) => end switch
    {
        RunEnd.Completed or RunEnd.Cancelled => 'E',
        RunEnd.Failed or RunEnd.Snoozed => 'L',
        RunEnd.Unhandled => 'U',
        RunEnd.Interrupted => 'B',
        _ => 'D',
    };

    private void Add(RedisValue value)
    {
        if (count == values.Length)
        {
            Array.Resize(ref values, count * 2);
        }

        values[count++] = value;
    }
}
