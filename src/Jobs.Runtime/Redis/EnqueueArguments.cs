using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Writes an enqueue call as <c>enqueue.lua</c> reads it, into memory that is used again.</summary>
internal sealed class EnqueueArguments
{
    private const int Head = 4;
    private const int HasStart = 1;
    private const int HasTraits = 2;
    private RedisValue[] values = new RedisValue[Head + 64];
    private int count;

    public ReadOnlyMemory<RedisValue> Values => values.AsMemory(0, count);

    public void Fill(QueueNames queue, IEnqueueRequest request)
    {
        var (jobs, plain) = (request.Count, request.Plain);
        var needed = Head + (2 * plain) + (5 * (jobs - plain));
        if (values.Length < needed)
        {
            values = new RedisValue[needed];
        }

        values[0] = queue.WakeChannel;
        values[1] = queue.Name;
        values[2] = plain;
        values[3] = jobs - plain;
        count = Head;
        for (var i = 0; i < jobs; i++)
        {
            var job = request[i];
            values[count++] = job.Id;
            values[count++] = job.Envelope;
            if (i >= plain)
            {
                Add(job.Terms);
            }
        }
    }

    private void Add(in EnqueueTerms terms)
    {
        var traits = JobTraits.Encode(terms.Priority);
        values[count++] = (terms.Start.IsNow ? 0 : HasStart) + (traits is null ? 0 : HasTraits);
        if (!terms.Start.IsNow)
        {
            values[count++] = TimeOf(terms.Start);
        }

        if (traits is not null)
        {
            values[count++] = traits;
        }
    }

    /// <summary>With a plus, from now by the server's clock; else unix ms.</summary>
    private static RedisValue TimeOf(StartTime start) => start.Kind == StartKind.At ? start.Milliseconds : $"+{start.Milliseconds}";
}
