using System.Collections.ObjectModel;
using Jobs.Wire;

namespace Jobs;

/// <summary>One attempt at a job, as its handler sees it. In a test, make one by hand.</summary>
public sealed class JobContext
{
    private string? idempotencyKey;
    private JobSteps? steps;

    /// <summary>The job's id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The job's name on the wire.</summary>
    public required string JobName { get; init; }

    /// <summary>The queue it came from.</summary>
    public string Queue { get; init; } = JobDefaults.Queue;

    /// <summary>Which attempt this is, from 1: one more than have failed.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>How many attempts there are in all.</summary>
    public int MaxAttempts { get; init; } = JobDefaults.MaxAttempts;

    /// <summary>How often the job was taken back from a worker that had died. Above 0: this attempt may have run before, in part.</summary>
    public int Recoveries { get; init; }

    /// <summary>Grows each time this job is handed out. Give it to a store that keeps the highest it has seen, and a run that was
    /// paused and overtaken can do no harm there.</summary>
    public long FencingToken { get; init; }

    /// <summary>The same for every attempt at this job: the key under which another system does its part once.</summary>
    public string IdempotencyKey => idempotencyKey ??= Id.ToString();

    /// <summary>When the job was enqueued, by the enqueueing host's clock.</summary>
    public DateTimeOffset EnqueuedAt { get; init; }

    /// <summary>The job's metadata.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Raised when the worker begins to stop, well before the handler's token: a good moment to finish a step and return. While the worker stops, an
    /// <see cref="OperationCanceledException"/> with this token, or with one that is linked to it, is an interruption: the job is requeued and no attempt is counted.</summary>
    public CancellationToken SoftStop { get; init; }

    /// <summary>The services of this attempt's scope.</summary>
    public IServiceProvider Services { get; init; } = NoServices.Instance;

    /// <summary>The decoded payload, for middleware; a handler is given it typed.</summary>
    public object? Payload { get; init; }

    internal IStepStore? StepStore { get; init; }

    /// <summary>What the store knows this attempt by.</summary>
    internal object? Run { get; init; }

    /// <summary>Does a step once for the job, whatever the number of its attempts: its result is recorded with the job, and the next attempt is
    /// given the recorded result instead of doing the step again.</summary>
    /// <remarks>
    /// <para>The record is written after <paramref name="action"/> has returned and before this method does. If the worker dies in between, the next
    /// attempt does the step again: where even that must not happen, also give the other system <see cref="IdempotencyKey"/>.</para>
    /// <para>A step that throws is not recorded. Records are kept as long as the job and go with it; a job has at most 256 steps, whose results take
    /// at most 256 KiB together. A result that does not fit makes the job dead, since a further attempt would do the step again.</para>
    /// <para>In a context that a test has made by hand nothing is recorded and the action always runs.</para>
    /// </remarks>
    /// <typeparam name="T">The result: anything a payload's member may be. Its codec is generated, so the type is written where this is called, and is not
    /// a type parameter.</typeparam>
    /// <param name="step">1 to 128 characters, different from those of the other steps of the handler. Renaming a step makes it another one.</param>
    /// <param name="action">The step; it is given <paramref name="cancellationToken"/>.</param>
    /// <param name="cancellationToken">Ends the step. A step that has returned is recorded all the same.</param>
    /// <exception cref="ArgumentException">That is not the name of a step.</exception>
    /// <exception cref="InvalidOperationException">The step is done or under way in this attempt, or the generator has not seen a step with this type.</exception>
    /// <exception cref="JobRunLostException">Another worker has the job by now: the step has been done and is not recorded.</exception>
    /// <exception cref="JobStoreException">Redis could not be asked what is recorded (the step was not done), or did not take the record (it was).</exception>
    /// <exception cref="JobDeadException">The result cannot be recorded.</exception>
    /// <exception cref="MessagePack.MessagePackSerializationException">The recorded result is not a <typeparamref name="T"/>.</exception>
    public Task<T> OnceAsync<T>(string step, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        Check.Step(step);
        ArgumentNullException.ThrowIfNull(action);
        var codec = StepStore?.Handlers.StepResult<T>();
        return StepStore is null || codec is not null
            ? Steps.OnceAsync(step, codec, action, cancellationToken)
            : throw new InvalidOperationException(
                $"Step '{step}' of job '{JobName}' has a result of type {typeof(T)}, and no codec for it has been generated. Call OnceAsync with this type written out, in an assembly that references Jobs.Abstractions.");
    }

    /// <summary>Does a step without a result once for the job.</summary>
    /// <inheritdoc cref="OnceAsync{T}"/>
    public Task OnceAsync(string step, Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        Check.Step(step);
        ArgumentNullException.ThrowIfNull(action);
        return Steps.OnceAsync(step, NoResult.Codec, Act, cancellationToken);

        async Task<NoResult> Act(CancellationToken token)
        {
            await action(token).ConfigureAwait(false);
            return default;
        }
    }

    /// <summary>Made when the first step is done: most handlers have none. Two that begin at once share one.</summary>
    private JobSteps Steps => steps ?? Interlocked.CompareExchange(ref steps, new JobSteps(this, StepStore, Run), null) ?? steps;

    private sealed class NoServices : IServiceProvider
    {
        public static readonly NoServices Instance = new();

        public object? GetService(Type serviceType) => null;
    }
}
