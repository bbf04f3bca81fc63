using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Runs one job: decode, dispatch, outcome. Never throws: whatever goes wrong becomes an outcome of that job.</summary>
internal sealed class JobRunner
{
    private readonly WorkerServices worker;
    private readonly JobReading reading;
    private readonly HookCaller hooks;
    private readonly UnrunJobs unrun;
    private readonly Func<bool> withTrace;

    public JobRunner(WorkerServices worker)
    {
        this.worker = worker;
        reading = new JobReading(worker, new StepStore(worker));
        hooks = worker.HookCaller;
        unrun = worker.UnrunJobs;
        withTrace = new TraceBudget(worker.Time).TryTake;
    }

    public async ValueTask<Outcome> RunAsync(RunningJob running)
    {
        // What the application's code sets for its flow of control (culture, activity, AsyncLocal) ends with this method and not with the slot. Its code
        // begins to run where the payload is read, so that is done in here.
        var unread = reading.Read(running, out var services);
        if (unread is not null)
        {
            if (hooks.Any && unread.Error is not null)
            {
                running.Decided = unread.Outcome;
                await TellAsync(running, unread.Error).ConfigureAwait(false);
            }

            return unread.Outcome;
        }

        IDisposable? scope = null;
        try
        {
            scope = worker.Log.BeginScope(running.Attempt!);
            var context = running.Attempt!.Context!;
            var verdict = await AttemptAsync(running.Attempt).ConfigureAwait(false);
            if (running.Abandoned || !running.TryJudge())
            {
                worker.Log.EndedTooLate(verdict.Error, context.JobName, context.Id, context.Queue, verdict.End);
                return verdict.Outcome; // which is not told
            }

            worker.Log.Ended(verdict, context);
            if (hooks.Any)
            {
                running.Decided = verdict.Outcome;
                await hooks.TellAsync(context, verdict.End, verdict.Error, verdict.RetryIn).ConfigureAwait(false);
            }

            return verdict.Outcome;
        }
        finally
        {
            QuietLog.End(scope);
            await DisposeAsync(services!, running).ConfigureAwait(false);
        }
    }

    /// <summary>A defect of the worker itself: the job is kept with the reason, and the slot goes on.</summary>
    public async ValueTask<Outcome> BrokenAsync(RunningJob running, Exception e)
    {
        worker.Log.Broken(e, running.Job.Id, running.Pump.Queue.Queue);
        if (running.TryJudge())
        {
            await TellAsync(running, e).ConfigureAwait(false);
        }

        return Outcome.Dead(running.Job, RunState.Decode(running.Job.State) with { Kind = RunEnd.Dead, LastError = $"The worker failed with this job: {e.GetType()}" });
    }

    private async ValueTask<Verdict> AttemptAsync(Attempt attempt)
    {
        var timeout = attempt.Timeout > TimeSpan.Zero
            ? worker.Time.CreateTimer(static r => ((RunningJob)r!).Cancel(StopReason.Timeout), attempt.Running, attempt.Timeout, Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            var result = await InvokeAsync(attempt).ConfigureAwait(false);
            if (result?.Length > worker.Options.MaxResultBytes)
            {
                return FailurePolicy.ResultTooLarge(attempt, result.Length, worker.Options.MaxResultBytes);
            }

            return new Verdict(result is null
                ? Outcome.Completed(attempt.Job, attempt.RetentionMs)
                : Outcome.Ended(attempt.Job, attempt.RetentionMs, attempt.Before with { Kind = RunEnd.Completed, Result = result }));
        }
        catch (Exception e)
        {
            return FailurePolicy.Decide(attempt, worker.ServicesAreGone(e) ?? e, worker.Jitter(), withTrace, worker.SoftStop.IsCancellationRequested);
        }
        finally
        {
            if (timeout is not null)
            {
                await timeout.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private ValueTask<byte[]?> InvokeAsync(Attempt attempt) =>
        worker.Middleware.Length == 0
            ? attempt.Entry.InvokeAsync(attempt.Context!.Payload!, attempt.Context, attempt.Running.Token)
            : ThroughMiddlewareAsync(attempt);

    private async ValueTask<byte[]?> ThroughMiddlewareAsync(Attempt attempt)
    {
        byte[]? result = null;
        var payload = attempt.Context!.Payload!;
        JobDelegate next = async (innermost, token) => result = await attempt.Entry.InvokeAsync(payload, innermost, token).ConfigureAwait(false);
        for (var i = worker.Middleware.Length - 1; i >= 0; i--)
        {
            var (middleware, inner) = (worker.Middleware[i], next);
            next = (outer, token) => middleware.ExecuteAsync(outer, inner, token);
        }

        await next(attempt.Context, attempt.Running.Token).ConfigureAwait(false);
        return result;
    }

    private ValueTask TellAsync(RunningJob running, Exception error) => unrun.TellAsync(
        running.Job.Id, running.Pump.Queue.Queue, running.Job.Envelope, RunState.Decode(running.Job.State), RunEnd.Dead, error, running.Job.Grant);

    private async ValueTask DisposeAsync(AttemptServices services, RunningJob running)
    {
        try
        {
            await services.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            worker.Log.ScopeFailed(e, running.Job.Id, running.Pump.Queue.Queue); // the work is done: not a reason to do it again
        }
    }
}
