namespace Jobs.Client;

/// <summary>One of many jobs on its way through middleware. Its id is known from the start, so that it can be named whatever happens on the way.</summary>
internal sealed class MiddlewareBulkItem(JobHandle job, StoreOutcome outcome, EnqueueOptions? options)
{
    /// <summary>The job, in the queue that the middleware has chosen last.</summary>
    public JobHandle Job { get; private set; } = job;

    public StoreOutcome Outcome { get; private set; } = outcome;

    public Exception? Error { get; private set; }

    public EnqueueOptions? Options => options;

    /// <param name="through">The way through the middleware.</param>
    public async Task RunAsync(Func<MiddlewareBulkItem, ValueTask<JobHandle>> through)
    {
        if (Outcome == StoreOutcome.Stored)
        {
            Job = Job with { AlreadyStored = true }; // by the call that this one repeats
            return;
        }

        try
        {
            Job = await through(this).ConfigureAwait(false);
            Outcome = StoreOutcome.Stored;
        }
        catch (Exception e)
        {
            Error = e; // Outcome says how far it came: middleware may throw before, and after its job is stored
        }
    }

    /// <summary>The end of that way.</summary>
    public async ValueTask<JobHandle> StoreAsync<TJob>(JobClient client, TJob payload, EnqueueOptions options, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        cancellationToken.ThrowIfCancellationRequested();
        var unknownBefore = Outcome == StoreOutcome.Unknown;
        Job = new JobHandle(options.Id ?? Job.Id, options.Queue ?? TJob.Definition.Queue);
        Outcome = StoreOutcome.Unknown;
        try
        {
            var stored = await client.StoreAsync(payload, options, cancellationToken, Job.Id).ConfigureAwait(false);
            (Job, Outcome) = (stored, StoreOutcome.Stored);
            return stored;
        }
        catch (JobStoreUnavailableException e)
        {
            Outcome = unknownBefore ? StoreOutcome.Unknown : e.Outcome;
            throw;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Outcome = unknownBefore ? StoreOutcome.Unknown : StoreOutcome.NotStored; // refused, or not usable
            throw;
        }
    }
}
