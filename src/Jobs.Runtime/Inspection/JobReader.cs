using System.Runtime.ExceptionServices;
using Jobs.Store;

namespace Jobs.Inspection;

/// <summary>Looks a job up, in one queue or in all.</summary>
/// <param name="store">Where.</param>
/// <param name="queues">All queues.</param>
/// <param name="calls">Repeats what is not answered.</param>
internal sealed class JobReader(IJobStore store, Func<Task<IReadOnlyCollection<string>>> queues, StoreCalls calls)
{
    public async ValueTask<JobInfo?> GetAsync(JobId id, string? queue, CancellationToken cancellationToken)
    {
        var found = await FindAsync(id, queue, cancellationToken).ConfigureAwait(false);
        return found is { } job ? JobInfoBuilder.Build(id, job.Queue.Queue, job.Stored) : null;
    }

    /// <returns>Null: no queue that was asked has it.</returns>
    /// <exception cref="ArgumentException">That is not a queue name.</exception>
    public async Task<(IQueueStore Queue, StoredJob Stored)?> FindAsync(JobId id, string? queue, CancellationToken cancellationToken)
    {
        if (queue is not null)
        {
            var named = store.Queue(Check.Name(queue, "queue"));
            return await calls.RunAsync(
                () => InAsync(named, id), new(id, queue, $"Looking for job {id} of queue '{queue}'"), cancellationToken).ConfigureAwait(false);
        }

        var about = new CallSubject(id, "", $"Looking for job {id} in all queues");
        var all = await calls.RunAsync(queues, about, cancellationToken).ConfigureAwait(false);
        return await calls.RunAsync(() => InAnyAsync(all, id), about, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends all look-ups before the first is answered: one round trip, however many queues there are.</summary>
    private async Task<(IQueueStore Queue, StoredJob Stored)?> InAnyAsync(IReadOnlyCollection<string> names, JobId id)
    {
        (IQueueStore Queue, StoredJob Stored)? found = null;
        ExceptionDispatchInfo? failure = null;
        foreach (var answer in names.Select(name => InAsync(store.Passing(name), id)).ToArray())
        {
            try
            {
                found = await answer.ConfigureAwait(false) ?? found;
            }
            catch (Exception e)
            {
                failure ??= ExceptionDispatchInfo.Capture(e); // of no matter where another node has the job
            }
        }

        if (found is null)
        {
            failure?.Throw();
        }

        return found;
    }

    private async Task<(IQueueStore Queue, StoredJob Stored)?> InAsync(IQueueStore queue, JobId id)
    {
        var stored = await queue.GetAsync(id).ConfigureAwait(false);
        return stored is null ? null : (queue, stored);
    }
}
