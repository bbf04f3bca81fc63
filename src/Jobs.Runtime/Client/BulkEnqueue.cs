using Jobs.Store;

namespace Jobs.Client;

/// <summary>Stores many jobs of one caller: all are encoded and checked first, then sent in parts, a few under way at a time.</summary>
internal sealed class BulkEnqueue(EnqueueLanes lanes, IStoreLink link, ClientSettings settings, TimerLag lag, TimeProvider time)
{
    public async ValueTask<IReadOnlyList<JobHandle>> RunAsync<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        var queue = QueueOf(options, TJob.Definition);
        var call = new BulkCall(time, settings.EnqueueTimeout);
        var handles = Encode(payloads, options, queue, call, cancellationToken);
        if (call.Parts.Count == 0)
        {
            return handles;
        }

        call.Progressed(); // the timeout is for storing, not for going through a long sequence
        lanes.Enqueue(queue, call.Parts);
        OperationCanceledException? left = null;
        try
        {
            await call.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!call.Completion.IsCompleted)
        {
            left = e;
            call.Lose(e); // from here on nothing more is sent, so what each part says of itself stays true
        }

        return Told(TJob.Definition, queue, handles, call, left);
    }

    /// <exception cref="ArgumentException">The jobs of a repeated call are in several queues, or in another one than the options name.</exception>
    private static string QueueOf(EnqueueOptions? options, JobDefinition job)
    {
        if (options?.Repeat is not { } items)
        {
            return options?.Queue ?? job.Queue;
        }

        var queue = options.Queue ?? items[0].Job.Queue;
        return items.FirstOrDefault(item => item.Job.Queue != queue) is { Job.Queue: { } other }
            ? throw new ArgumentException($"Repeat has a job '{job.Name}' of queue '{other}', and the call is for queue '{queue}': in another queue a job of the same id is another job.", nameof(options))
            : queue;
    }

    private List<JobHandle> Encode<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options, string queue, BulkCall call, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        var terms = EnqueueRules.TermsOf(options, TJob.Definition);
        var extensions = JobExtensions.Of(terms);
        var items = options?.Repeat;
        DateTimeOffset now = default;
        var handles = payloads.TryGetNonEnumeratedCount(out var count) ? new List<JobHandle>(count) : [];
        BulkBatch? part = null;
        foreach (var payload in BulkPayloads.Each(payloads, options, cancellationToken))
        {
            if (handles.Count % IEnqueueRequest.MaxJobs == 0)
            {
                now = time.GetUtcNow(); // of each part: jobs that say the same time stand in one table
            }

            if (items is not null && items[handles.Count] is { Outcome: StoreOutcome.Stored } stored)
            {
                handles.Add(stored.Job with { AlreadyStored = true });
                part = null; // a part is without gaps
                continue;
            }

            var id = items is null ? JobId.NewAt(now) : items[handles.Count].Job.Id;
            var envelope = JobEncoder.Encode(payload, id, now, options, settings.MaxJobBytes, isOwnId: items is not null, extensions);
            part = part is not null && part.HasRoomFor(id, envelope.Length) ? part : call.NewPart(handles.Count);
            part.Add(id, envelope, terms);
            handles.Add(new JobHandle(id, queue));
        }

        return handles;
    }

    private List<JobHandle> Told(JobDefinition job, string queue, List<JobHandle> handles, BulkCall call, OperationCanceledException? left)
    {
        var stored = true;
        foreach (var part in call.Parts)
        {
            stored &= part.Outcome == StoreOutcome.Stored;
            for (var i = 0; part.HasKnown && i < part.Size; i++)
            {
                handles[part.First + i] = handles[part.First + i] with { AlreadyStored = part.WasStored(i) };
            }
        }

        if (stored)
        {
            return handles; // for a caller too who wanted to leave just when the last answer came
        }

        BulkItem[] items = [.. handles.Select(handle => new BulkItem(handle, StoreOutcome.Stored))];
        foreach (var part in call.Parts)
        {
            var outcome = part.Outcome;
            for (var i = part.First; i < part.First + part.Size; i++)
            {
                items[i] = items[i] with { Outcome = outcome };
            }
        }

        throw BulkFailure.Of(job, queue, items, left is null ? Cause(call.Error) : "the caller's token was cancelled on the way", left ?? call.Error, link);
    }

    private string Cause(Exception? error) =>
        (error is null ? $"no answer of Redis came for {settings.EnqueueTimeout.TotalSeconds:0.###} s" : link.Judge(error).Description)
        + (lag.Describe(settings.EnqueueTimeout * 2) is { } late ? "; " + late : "");
}
