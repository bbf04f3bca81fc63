using Jobs.Store;

namespace Jobs.Client;

/// <summary>What options may not say together, and what they say about time.</summary>
internal static class EnqueueRules
{
    /// <returns>What the store does with the job: the options' word before the <c>[Job]</c>'s.</returns>
    /// <exception cref="ArgumentException">Both a delay and a time.</exception>
    public static EnqueueTerms TermsOf(EnqueueOptions? options, JobDefinition job) => new(TimeOf(options, job), options?.Priority ?? job.Priority);

    private static StartTime TimeOf(EnqueueOptions? options, JobDefinition job)
    {
        if (options is null)
        {
            return default;
        }

        if (options.At is { } at)
        {
            return options.Delay == TimeSpan.Zero
                ? StartTime.At(at.ToUnixTimeMilliseconds())
                : throw new ArgumentException($"Job '{job.Name}' has both Delay ({options.Delay}) and At ({at:O}): set one of them.", nameof(options));
        }

        return options.Delay < TimeSpan.FromMilliseconds(1) ? default : StartTime.After(options.Delay);
    }

    /// <exception cref="ArgumentException">A repetition of a call for many.</exception>
    public static void ForOne(EnqueueOptions? options, JobDefinition job)
    {
        if (options?.Repeat is not null)
        {
            throw new ArgumentException($"Repeat is set for one job '{job.Name}': it repeats a call for many. Set Id to the id of the job instead.", nameof(options));
        }
    }

    /// <exception cref="ArgumentException">An id for more than one job.</exception>
    public static void ForMany(EnqueueOptions? options, JobDefinition job)
    {
        if (options?.Id is { } id)
        {
            throw new ArgumentException($"Id ({id}) is set for many jobs '{job.Name}': an id belongs to one. Enqueue them one by one, each with its own; to repeat a call that failed, set Repeat.", nameof(options));
        }
    }

    /// <exception cref="ArgumentException">A repetition has other payloads than the call it repeats, so it cannot be known which id is whose.</exception>
    public static void SameCount(EnqueueOptions? options, int payloads, JobDefinition job)
    {
        if (options?.Repeat is { } items && items.Count != payloads)
        {
            throw new ArgumentException(
                $"Repeat has {items.Count:N0} items, and there are {payloads:N0} payloads of jobs '{job.Name}': repeat the call with the payloads it had, in their order. Nothing was stored now.", nameof(options));
        }
    }
}
