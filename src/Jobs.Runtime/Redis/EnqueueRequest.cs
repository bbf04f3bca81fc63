using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>One enqueue call: jobs of one table, first the plain ones, then those that wait for a time or have traits.</summary>
internal sealed class EnqueueRequest
{
    /// <summary>More jobs than this go by another call, so that no call keeps the server long.</summary>
    public const int MaxJobs = 1000;

    private const int Head = 4;
    private const int HasTime = 1;
    private const int HasTraits = 2;
    private RedisValue[] values = new RedisValue[Head + 64];
    private int count;

    public RedisKey[] Keys { get; private set; } = [];

    public ReadOnlyMemory<RedisValue> Arguments => values.AsMemory(0, count);

    /// <param name="queue">Where.</param>
    /// <param name="table">That of all its ids, by <see cref="JobTable"/>: in another they would not be found.</param>
    /// <param name="plain">How many are plain.</param>
    /// <param name="others">How many are not.</param>
    public void Begin(QueueNames queue, int table, int plain, int others)
    {
        Keys = queue.For(RedisScript.Enqueue, table);
        var needed = Head + (2 * plain) + (5 * others);
        if (values.Length < needed)
        {
            values = new RedisValue[needed];
        }

        values[0] = queue.WakeChannel;
        values[1] = queue.Name;
        values[2] = plain;
        values[3] = others;
        count = Head;
    }

    public void Add(ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> envelope)
    {
        values[count++] = id;
        values[count++] = envelope;
    }

    /// <param name="id">16 bytes.</param>
    /// <param name="envelope">The job.</param>
    /// <param name="time">From <see cref="After"/>, or unix ms; null: it may start at once.</param>
    /// <param name="traits">As <see cref="JobTraits"/> writes them; null: none.</param>
    public void Add(ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> envelope, RedisValue time, byte[]? traits = null)
    {
        Add(id, envelope);
        values[count++] = (time.IsNull ? 0 : HasTime) + (traits is null ? 0 : HasTraits);
        if (!time.IsNull)
        {
            values[count++] = time;
        }

        if (traits is not null)
        {
            values[count++] = traits;
        }
    }

    /// <summary>A time that the server's clock decides.</summary>
    public static RedisValue After(TimeSpan delay) => $"+{(long)delay.TotalMilliseconds}";

    /// <summary>A new buffer: an earlier call may still stand in the connection's backlog with the old one.</summary>
    public void Abandon() => values = new RedisValue[values.Length];
}
