using Jobs.Redis;

namespace Jobs.Worker;

/// <summary>Runs one job: decode, dispatch, outcome. Never throws: whatever goes wrong becomes an outcome of that job.</summary>
internal sealed class JobRunner(WorkerServices worker)
{
    private readonly Func<bool> withTrace = new TraceBudget(worker.Time).TryTake;
    private static readonly TimeSpan MinUnhandledDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxUnhandledDelay = TimeSpan.FromMinutes(10);
    private const int MaxReported = 1000; // names, whatever somebody fills the queue with
    private readonly StepStore steps = new(worker);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, bool> reported = new(StringComparer.Ordinal);

    public ValueTask<Outcome> RunAsync(RunningJob running)
    {
        var state = RunState.Decode(running.Job.State);
        JobEnvelope envelope;
        try
        {
            envelope = JobEnvelope.Read(running.Job.Envelope);
        }
        catch (Exception e)
        {
            return ValueTask.FromResult(Undecodable(running, state, "?", e));
        }

        if (worker.Handlers.Find(envelope.Name.Span) is not { } entry)
        {
            return ValueTask.FromResult(Unhandled(running, envelope, state));
        }

        if (envelope.PayloadVersion > entry.Definition.Version)
        {
            return ValueTask.FromResult(TooNew(running, envelope, state, entry.Definition));
        }

        object payload;
        try
        {
            payload = entry.Decode(envelope.Payload, envelope.PayloadVersion);
        }
        catch (Exception e)
        {
            return ValueTask.FromResult(Undecodable(running, state, entry.Definition.Name, e));
        }

        var attempt = new Attempt(running, envelope, state, entry);
        var services = new AttemptServices(worker.Scopes);
        var context = attempt.CreateContext(envelope, services.Provider(entry.NeedsScope), payload, worker.SoftStop.Token, steps);
        running.Job.ForgetEnvelope();
        return RunAsync(attempt, context, payload, services);
    }

    private async ValueTask<Outcome> RunAsync(Attempt attempt, JobContext context, object payload, AttemptServices services)
    {
        IDisposable? scope = null;
        try
        {
            scope = worker.Log.BeginScope(attempt);
            var verdict = await AttemptAsync(attempt, context, payload).ConfigureAwait(false);
            if (!attempt.Running.Abandoned)
            {
                worker.Log.Ended(verdict, context);
                await TellHooksAsync(verdict, context).ConfigureAwait(false);
            }

            return verdict.Outcome;
        }
        finally
        {
            QuietLog.End(scope);
            await DisposeAsync(services, attempt).ConfigureAwait(false);
        }
    }

    private async ValueTask<Verdict> AttemptAsync(Attempt attempt, JobContext context, object payload)
    {
        var timeout = attempt.Timeout > TimeSpan.Zero
            ? worker.Time.CreateTimer(static r => ((RunningJob)r!).Cancel(StopReason.Timeout), attempt.Running, attempt.Timeout, Timeout.InfiniteTimeSpan)
            : null;
        try
        {
            var result = await InvokeAsync(attempt, context, payload).ConfigureAwait(false);
            if (result?.Length > worker.Options.MaxResultBytes)
            {
                return FailurePolicy.ResultTooLarge(attempt, result.Length, worker.Options.MaxResultBytes);
            }

            return new Verdict(VerdictKind.Completed, result is null
                ? Outcome.Completed(attempt.Job, attempt.RetentionMs)
                : Outcome.Ended(attempt.Job, attempt.RetentionMs, attempt.Before with { Kind = RunStateKind.Completed, Result = result }));
        }
        catch (Exception e)
        {
            return FailurePolicy.Decide(attempt, e, worker.Jitter(), withTrace);
        }
        finally
        {
            if (timeout is not null)
            {
                await timeout.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private ValueTask<byte[]?> InvokeAsync(Attempt attempt, JobContext context, object payload) =>
        worker.Middleware.Length == 0
            ? attempt.Entry.InvokeAsync(payload, context, attempt.Running.Token)
            : ThroughMiddlewareAsync(attempt, context, payload);

    private async ValueTask<byte[]?> ThroughMiddlewareAsync(Attempt attempt, JobContext context, object payload)
    {
        byte[]? result = null;
        JobDelegate next = async (innermost, token) => result = await attempt.Entry.InvokeAsync(payload, innermost, token).ConfigureAwait(false);
        for (var i = worker.Middleware.Length - 1; i >= 0; i--)
        {
            var (middleware, inner) = (worker.Middleware[i], next);
            next = (outer, token) => middleware.ExecuteAsync(outer, inner, token);
        }

        await next(context, attempt.Running.Token).ConfigureAwait(false);
        return result;
    }

    private async ValueTask TellHooksAsync(Verdict verdict, JobContext context)
    {
        foreach (var hooks in worker.Hooks)
        {
            try
            {
                await (verdict.Kind switch
                {
                    VerdictKind.Completed => hooks.OnCompletedAsync(context, worker.HardStop.Token),
                    VerdictKind.Retry => hooks.OnRetryAsync(context, verdict.Error!, verdict.RetryIn, worker.HardStop.Token),
                    VerdictKind.Dead => hooks.OnDeadAsync(context, verdict.Error!, worker.HardStop.Token),
                    VerdictKind.Cancelled => hooks.OnCancelledAsync(context, worker.HardStop.Token),
                    _ => ValueTask.CompletedTask,
                }).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                worker.Log.HookFailed(e, hooks.GetType(), context.JobName, context.Id);
            }
        }
    }

    private async ValueTask DisposeAsync(AttemptServices services, Attempt attempt)
    {
        try
        {
            await services.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            worker.Log.ScopeFailed(e, attempt.Entry.Definition.Name, attempt.Job.Id); // the work is done: not a reason to do it again
        }
    }

    /// <summary>Kept with its bytes and the reason; trying again would read the same bytes.</summary>
    private Outcome Undecodable(RunningJob running, RunState state, string name, Exception e)
    {
        worker.Log.Undecodable(e, name, running.Job.Id, running.Pump.Queue.Queue);
        return Outcome.Dead(running.Job, state with { Kind = RunStateKind.Dead, LastError = $"The payload of job '{name}' {running.Job.Id} cannot be read: {e.Message}" });
    }

    /// <summary>A defect of the worker itself: the job is kept with the reason, and the slot goes on.</summary>
    public Outcome Broken(RunningJob running, Exception e)
    {
        worker.Log.Broken(e, running.Job.Id, running.Pump.Queue.Queue);
        return Outcome.Dead(running.Job, RunState.Decode(running.Job.State) with { Kind = RunStateKind.Dead, LastError = $"The worker failed with this job: {e.GetType()}" });
    }

    private Outcome Unhandled(RunningJob running, JobEnvelope envelope, RunState state)
    {
        var name = System.Text.Encoding.UTF8.GetString(envelope.Name.Span);
        if (IsNew(name))
        {
            worker.Log.Unhandled(name, running.Job.Id, running.Pump.Queue.Queue);
        }

        return OfferAgain(running, envelope, state, $"No handler for job '{name}' in the worker that took it. Deploy a worker that has one, or cancel the job.");
    }

    /// <summary>While a new build is rolled out, its jobs come to old workers too: they leave them to the new ones.</summary>
    private Outcome TooNew(RunningJob running, JobEnvelope envelope, RunState state, JobDefinition known)
    {
        if (IsNew($"{known.Name} {envelope.PayloadVersion}"))
        {
            worker.Log.TooNew(known.Name, envelope.PayloadVersion, known.Version, running.Job.Id, running.Pump.Queue.Queue);
        }

        return OfferAgain(running, envelope, state, $"Job '{known.Name}' is of version {envelope.PayloadVersion}; the worker that took it knows version {known.Version}. Deploy a newer worker, or cancel the job.");
    }

    private bool IsNew(string name) => reported.Count < MaxReported && reported.TryAdd(name, true);

    /// <summary>Another worker, of another version, may know it. The longer it has waited, the less often it is offered: thousands
    /// of such jobs must not keep a queue busy.</summary>
    private Outcome OfferAgain(RunningJob running, JobEnvelope envelope, RunState state, string reason)
    {
        var age = worker.Time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(envelope.EnqueuedAt);
        var delay = TimeSpan.FromTicks(Math.Clamp(age.Ticks / 2, MinUnhandledDelay.Ticks, MaxUnhandledDelay.Ticks)) * (1 + (worker.Jitter() / 4));
        return Outcome.Later(running.Job, Attempt.RetentionOf(envelope), delay, state with { Kind = RunStateKind.Unhandled, LastError = reason });
    }
}
