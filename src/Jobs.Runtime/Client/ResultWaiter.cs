using Jobs.Inspection;
using Jobs.Store;

namespace Jobs.Client;

/// <summary>Waits for the end of a job: told by a message, and by looking now and then, since messages are lost with a connection.</summary>
internal sealed class ResultWaiter(IJobStore store, IWakeUps messages, StoreCalls calls, TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxLook = TimeSpan.FromSeconds(5);
    private static readonly ReadOnlyMemory<byte> Nil = new byte[] { 0xC0 };

    public async Task<ReadOnlyMemory<byte>> WaitAsync(JobHandle job, CancellationToken cancellationToken)
    {
        var queue = store.Queue(Check.Name(job.Queue, "queue"));
        cancellationToken.ThrowIfCancellationRequested();
        await OutlastAsync(job, KnowServerAsync, cancellationToken).ConfigureAwait(false); // it decides what kind of channel it is
        var notice = messages.Join(job.Queue, job.Id);
        try
        {
            await SubscribedAsync(job, notice, cancellationToken).ConfigureAwait(false);
            for (var look = FirstLook; ; look = look * 2 < MaxLook ? look * 2 : MaxLook)
            {
                var ended = notice.Ended;
                if (!await OutlastAsync(job, () => queue.AwaitAsync(job.Id), cancellationToken).ConfigureAwait(false)
                    && await LookAsync(job, queue, cancellationToken).ConfigureAwait(false) is { } result)
                {
                    return result;
                }

                await ended.WaitAsync(look, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            messages.Leave(notice);
        }
    }

    /// <summary>Waits for the subscription, but not for long: it comes up beside the looking, and a job that has ended needs none.</summary>
    private async Task SubscribedAsync(JobHandle job, IEndNotice notice, CancellationToken cancellationToken)
    {
        await notice.Subscribed.WaitAsync(FirstLook, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        if (notice.Subscribed.Exception?.InnerException is { } error)
        {
            throw calls.Refusal($"The result of job {job.Id} of queue '{job.Queue}'", error);
        }
    }

    private async Task<bool> KnowServerAsync()
    {
        await store.Link.ReadyAsync().ConfigureAwait(false);
        return true;
    }

    /// <returns>Null: it has not ended, after all.</returns>
    private async Task<ReadOnlyMemory<byte>?> LookAsync(JobHandle job, IQueueStore queue, CancellationToken cancellationToken)
    {
        var stored = await OutlastAsync(job, () => queue.GetAsync(job.Id), cancellationToken).ConfigureAwait(false);
        if (stored is null)
        {
            throw new JobFailedException(
                job, state: null, $"Job {job.Id} is not in queue '{job.Queue}': it was never stored there, or it has ended and its retention with it. A result is kept for the job's retention (EnqueueOptions.Retention).");
        }

        var info = JobInfoBuilder.Build(job.Id, job.Queue, stored);
        return info.State switch
        {
            JobState.Completed => info.Result.IsEmpty ? Nil : info.Result,
            JobState.Dead => throw new JobFailedException(job, info.State, $"Job '{info.Name}' {job.Id} of queue '{job.Queue}' is dead: {info.LastError ?? "it gave no reason"}"),
            JobState.Cancelled => throw new JobFailedException(job, info.State, $"Job '{info.Name}' {job.Id} of queue '{job.Queue}' was cancelled{(info.LastError is { } why ? ": " + why : "")}"),
            _ => null,
        };
    }

    /// <summary>Who waits for a job's end waits through an outage too: only his token ends it.</summary>
    private Task<T> OutlastAsync<T>(JobHandle job, Func<Task<T>> call, CancellationToken cancellationToken) =>
        calls.RunAsync(call, new(job.Id, job.Queue, $"The result of job {job.Id} of queue '{job.Queue}'"), cancellationToken, forever: true);
}
