namespace Jobs.Worker;

/// <summary>Decides what becomes of jobs whose handlers do not return when the worker stops: its process is about to end.</summary>
internal sealed class LeftBehind(WorkerServices worker, HookCaller hooks)
{
    /// <summary>Gives a job up. What its handler still does is fenced off.</summary>
    /// <returns>Ends when the hooks have been told, if they are.</returns>
    public ValueTask GiveUpAsync(RunningJob running)
    {
        if (running.Decided is { } decided)
        {
            // Its handler has returned; hooks do not.
            if (running.Pump.GiveUp(running, decided))
            {
                worker.Log.HooksLeftBehind(running.Job.Id, running.Pump.Queue.Queue);
            }

            return default;
        }

        if (running is { Attempt: { } attempt } && (running.IsCancelled || running.Stop == StopReason.Timeout))
        {
            return SettleAsync(attempt);
        }

        if (running.Pump.GiveUp(running, outcome: null))
        {
            worker.Log.LeftBehind(running.Job.Id, running.Pump.Queue.Queue);
        }

        return default;
    }

    /// <summary>Its time was over before the stop, or it was cancelled: that is its end. Given back as it came, a job that hangs would hang at the head of its queue
    /// after each deployment.</summary>
    private ValueTask SettleAsync(Attempt attempt)
    {
        var running = attempt.Running;
        if (!running.TryJudge())
        {
            return default; // it has just returned
        }

        var error = new OperationCanceledException("The handler had not returned when the worker stopped.", running.Token);
        var verdict = FailurePolicy.Decide(attempt, error, worker.Jitter(), static () => true, stopping: true);
        if (!running.Pump.GiveUp(running, verdict.Outcome))
        {
            return default;
        }

        worker.Log.LeftBehindSettled(running.Job.Id, running.Pump.Queue.Queue, running.IsCancelled ? StopReason.Cancelled : StopReason.Timeout);
        worker.Log.Ended(verdict, attempt.Context!);
        return hooks.Any ? hooks.TellAsync(attempt.Context!, verdict.End, verdict.Error, verdict.RetryIn) : default;
    }
}
