namespace Jobs.Worker;

/// <summary>Runs jobs one after another in one slot, until none waits. Started on the thread pool; starts the next one itself, so that
/// handlers that never wait are run by as many threads as there are, not by as many as there are jobs.</summary>
internal sealed class SlotRunner(WorkerServices worker, JobRunner runner) : IThreadPoolWorkItem
{
    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        RunningJob? running = null;
        while ((running = worker.Slots.Next(running, out var another)) is not null)
        {
            if (another)
            {
                Start();
            }

            Redis.Outcome outcome;
            try
            {
                outcome = await runner.RunAsync(running).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                outcome = runner.Broken(running, e);
            }

            running.Job.ForgetState();
            running.Pump.Complete(running, outcome);
        }
    }
}
