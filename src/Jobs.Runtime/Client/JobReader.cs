using Jobs.Redis;

namespace Jobs.Client;

/// <summary>Looks a job up, in one queue or in all.</summary>
internal sealed class JobReader(JobStore store, KnownQueues queues, StoreCalls calls)
{
    public async ValueTask<JobInfo?> GetAsync(JobId id, string? queue, CancellationToken cancellationToken)
    {
        var found = await FindAsync(id, queue, cancellationToken).ConfigureAwait(false);
        return found is { } job ? JobInfoBuilder.Build(id, job.Queue.Queue, job.Stored) : null;
    }

    /// <returns>Null: no queue that was asked has it.</returns>
    /// <exception cref="ArgumentException">That is not a queue name.</exception>
    public async Task<(QueueNames Queue, StoredJob Stored)?> FindAsync(JobId id, string? queue, CancellationToken cancellationToken)
    {
        if (queue is not null)
        {
            return await InAsync(store.Queue(Check.Name(queue, "queue")), id, cancellationToken).ConfigureAwait(false);
        }

        var all = await calls.RunAsync(queues.AllAsync, new(id, "", $"Looking for job {id} in all queues"), cancellationToken).ConfigureAwait(false);
        var answers = await Task.WhenAll(all.Select(name => InAsync(store.Queue(name), id, cancellationToken))).ConfigureAwait(false);
        return answers.FirstOrDefault(answer => answer is not null);
    }

    private async Task<(QueueNames Queue, StoredJob Stored)?> InAsync(QueueNames queue, JobId id, CancellationToken cancellationToken)
    {
        var stored = await calls.RunAsync(() => store.GetAsync(queue, id), new(id, queue.Queue, $"Looking for job {id} of queue '{queue.Queue}'"), cancellationToken).ConfigureAwait(false);
        return stored is null ? null : (queue, stored);
    }
}
