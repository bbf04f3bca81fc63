using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>What options may not say together, and what they say about time.</summary>
internal static class EnqueueRules
{
    /// <returns>When the job may start, as the store takes it; null: at once.</returns>
    /// <exception cref="ArgumentException">Both a delay and a time.</exception>
    public static RedisValue TimeOf(EnqueueOptions? options, JobDefinition job)
    {
        if (options is null)
        {
            return RedisValue.Null;
        }

        if (options.At is { } at)
        {
            return options.Delay == TimeSpan.Zero
                ? at.ToUnixTimeMilliseconds()
                : throw new ArgumentException($"Job '{job.Name}' has both Delay ({options.Delay}) and At ({at:O}): set one of them.", nameof(options));
        }

        return options.Delay < TimeSpan.FromMilliseconds(1) ? RedisValue.Null : EnqueueRequest.After(options.Delay);
    }

    /// <exception cref="ArgumentException">An id for more than one job.</exception>
    public static void ForMany(EnqueueOptions? options, JobDefinition job)
    {
        if (options?.Id is { } id)
        {
            throw new ArgumentException($"Id ({id}) is set for many jobs '{job.Name}': an id belongs to one. Enqueue them one by one, each with its own.", nameof(options));
        }
    }
}
