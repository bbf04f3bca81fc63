using Jobs.Redis;

namespace Jobs.Client;

/// <summary>Stores many jobs of one caller: all are encoded and checked first, then sent in parts, a few under way at a time.</summary>
internal sealed class BulkEnqueue(EnqueueLanes lanes, ClientSettings settings, TimeProvider time)
{
    public async ValueTask<IReadOnlyList<JobHandle>> RunAsync<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options, CancellationToken cancellationToken)
        where TJob : IJob<TJob>
    {
        var queue = options?.Queue ?? TJob.Definition.Queue;
        var call = new BulkCall(time, settings.EnqueueTimeout);
        var handles = Encode(payloads, options, queue, call);
        var lane = handles.Count > 0 ? lanes.For(queue) : null;
        foreach (var part in call.Parts)
        {
            lane!.Enqueue(part);
        }

        lanes.Watch();

        if (lane is null)
        {
            return handles;
        }

        try
        {
            await call.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!call.Completion.IsCompleted)
        {
            call.Lose(e);
            throw;
        }

        return call.Parts.All(part => part.Outcome == StoreOutcome.Stored) ? handles : throw Failure(TJob.Definition, queue, handles, call);
    }

    private List<JobHandle> Encode<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options, string queue, BulkCall call)
        where TJob : IJob<TJob>
    {
        EnqueueRules.ForMany(options, TJob.Definition);
        var start = EnqueueRules.TimeOf(options, TJob.Definition);
        DateTimeOffset now = default;
        var handles = payloads.TryGetNonEnumeratedCount(out var count) ? new List<JobHandle>(count) : [];
        BulkBatch? part = null;
        foreach (var payload in payloads)
        {
            if (payload is null)
            {
                throw new ArgumentException($"Payload {handles.Count} of many jobs '{TJob.Definition.Name}' is null; nothing was stored.", nameof(payloads));
            }

            if (handles.Count % EnqueueRequest.MaxJobs == 0)
            {
                now = time.GetUtcNow(); // of each part: jobs that say the same time stand in one table
            }

            var id = JobId.NewAt(now);
            var envelope = JobEncoder.Encode(payload, id, now, options, settings.MaxJobBytes);
            part = part is not null && part.HasRoomFor(id, envelope.Length) ? part : call.NewPart();
            part.Add(id, envelope, start);
            handles.Add(new JobHandle(id, queue));
        }

        return handles;
    }

    private JobBulkStoreException Failure(JobDefinition job, string queue, List<JobHandle> handles, BulkCall call)
    {
        var items = new BulkItem[handles.Count];
        var (next, stored, unknown) = (0, 0, 0);
        foreach (var part in call.Parts)
        {
            var outcome = part.Outcome;
            stored += outcome == StoreOutcome.Stored ? part.Size : 0;
            unknown += outcome == StoreOutcome.Unknown ? part.Size : 0;
            for (var i = 0; i < part.Size; i++, next++)
            {
                items[next] = new BulkItem(handles[next], outcome);
            }
        }

        var cause = call.Error is { } error ? $" ({RedisFault.Summary(error)})" : "";
        var hint = call.Error is { } known && RedisFault.NextStep(known) is { Length: > 0 } step ? " " + step : "";
        return new JobBulkStoreException(
            items,
            $"Of {items.Length:N0} jobs '{job.Name}' for queue '{queue}' {stored:N0} are stored, {unknown:N0} may be, and the rest is not{cause}. "
            + $"Enqueue those that are not stored again, and those that may be one by one with their id (EnqueueOptions.Id): they never become two.{hint}",
            call.Error);
    }
}
