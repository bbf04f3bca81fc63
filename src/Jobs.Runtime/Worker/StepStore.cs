using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Keeps what handlers have done, fenced by the grant of their run. Calls are repeated until Redis answers: whether a step is recorded
/// decides whether it is done again.</summary>
internal sealed class StepStore(WorkerServices worker) : IStepStore
{
    /// <summary>How long a step waits for a Redis that is away; after it, the attempt fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public JobHandlerTable Handlers => worker.Handlers;

    public async Task<ReadOnlyMemory<byte>> RecallAsync(object run, CancellationToken cancellationToken)
    {
        var running = (RunningJob)run;
        return await RepeatAsync(
            () => running.Pump.Queue.RecallAsync(running.Job.Id), "The steps", running, cancellationToken).ConfigureAwait(false);
    }

    public async Task<int> RecordAsync(object run, string step, int before, ReadOnlyMemory<byte> record)
    {
        var running = (RunningJob)run;
        var after = running.Abandoned ? 0 : await RepeatAsync(
            () => running.Pump.Queue.RecordAsync(running.Job, before, record), $"Step '{step}'", running, CancellationToken.None).ConfigureAwait(false);
        return after > 0 ? after : throw new JobRunLostException(
            $"Step '{step}' of job {running.Job.Id} of queue '{running.Pump.Queue.Queue}' is done and not recorded: this run of the job is over, and the job may be running elsewhere.");
    }

    public void NotDisposed(JobContext context, Type handler, Exception error) => worker.Log.HandlerNotDisposed(error, handler, context.JobName, context.Id);

    private async Task<T> RepeatAsync<T>(Func<Task<T>> call, string what, RunningJob running, CancellationToken cancellationToken)
    {
        var start = worker.Time.GetTimestamp();
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await call().WaitAsync(Patience, worker.Time, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                worker.Store.Link.Notice(e);
                var fault = worker.Store.Link.Judge(e);
                var hasFailed = fault.Kind == FaultKind.Failed && failures >= 2; // what makes the third try fail will make others fail
                if (fault.Kind == FaultKind.Refused || hasFailed || worker.Time.GetElapsedTime(start) >= Patience)
                {
                    var said = fault.Kind == FaultKind.Refused ? "Redis refused the call" : hasFailed ? "a command in the midst of the script failed" : $"Redis did not answer within {Patience.TotalSeconds} s";
                    throw new JobStoreException(
                        $"{what} of job {running.Job.Id} of queue '{running.Pump.Queue.Queue}': {said} ({fault.Summary}). {fault.NextStep}".TrimEnd(), e);
                }
            }

            await worker.BackoffAsync(failures, cancellationToken).ConfigureAwait(false);
        }
    }
}
