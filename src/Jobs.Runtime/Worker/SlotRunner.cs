using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Runs jobs one after another in one slot, until none waits. Started on the thread pool; starts the next one itself, so that
/// handlers that never wait are run by as many threads as there are, not by as many as there are jobs.</summary>
internal sealed class SlotRunner(WorkerServices worker, JobRunner runner) : IThreadPoolWorkItem
{
    public void Start() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    public void Execute() => _ = RunAsync();

    /// <summary>Nobody awaits it: what it does not catch, nobody would ever hear of.</summary>
    private async Task RunAsync()
    {
        RunningJob? running = null;
        try
        {
            while ((running = worker.Slots.Next(running, out var another)) is not null)
            {
                if (another)
                {
                    Start();
                }

                try
                {
                    Outcome outcome;
                    try
                    {
                        outcome = await runner.RunAsync(running).ConfigureAwait(false);
                    }
                    catch (Exception e)
                    {
                        outcome = await runner.BrokenAsync(running, e).ConfigureAwait(false);
                    }

                    running.Job.ForgetState();
                    running.Pump.Complete(running, outcome);
                }
                catch (Exception e)
                {
                    NotTold(running, e); // its slot goes on
                }
            }
        }
        catch (Exception e)
        {
            worker.Log.SlotRunnerFailed(e);
        }
    }

    /// <summary>A defect of the worker, after which nobody will tell how the job ended. Its session is given up, so that others recover it.</summary>
    private void NotTold(RunningJob running, Exception error)
    {
        worker.Log.OutcomeNotTold(error, running.Pump.Queue.Queue);
        running.Pump.Session.Lose();
    }
}
