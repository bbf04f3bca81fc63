using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Writes an enqueue call as <c>enqueue.lua</c> reads it, into memory that is used again.</summary>
internal sealed class EnqueueArguments
{
    private const int Head = 4;
    private RedisValue[] values = new RedisValue[Head + 64];
    private int count;

    public ReadOnlyMemory<RedisValue> Values => values.AsMemory(0, count);

    public void Fill(QueueNames queue, IEnqueueRequest request)
    {
        var (jobs, ready) = (request.Count, request.Ready);
        var needed = Head + (2 * ready) + (3 * (jobs - ready));
        if (values.Length < needed)
        {
            values = new RedisValue[needed];
        }

        values[0] = queue.WakeChannel;
        values[1] = queue.Name;
        values[2] = ready;
        values[3] = jobs - ready;
        count = Head;
        for (var i = 0; i < jobs; i++)
        {
            var job = request[i];
            values[count++] = job.Id;
            values[count++] = job.Envelope;
            if (i >= ready)
            {
                values[count++] = TimeOf(job.Start);
            }
        }
    }

    /// <summary>With a plus, from now by the server's clock; else unix ms.</summary>
    private static RedisValue TimeOf(StartTime start) => start.Kind == StartKind.At ? start.Milliseconds : $"+{start.Milliseconds}";
}
