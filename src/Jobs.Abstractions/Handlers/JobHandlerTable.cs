using System.Diagnostics.CodeAnalysis;
using Jobs.Wire;

namespace Jobs;

/// <summary>The handlers a worker can run, by job name. Filled by generated code at start-up and held in DI; no static state.</summary>
public sealed class JobHandlerTable
{
    private readonly Dictionary<string, JobHandlerEntry> entries = new(StringComparer.Ordinal);

    private readonly Dictionary<Type, object> stepResults = [];

    internal IEnumerable<JobHandlerEntry> Entries => entries.Values.Distinct();

    /// <summary>Adds the handler of one job.</summary>
    /// <param name="create">Makes one handler object from the services of an attempt.</param>
    /// <param name="needsScope">False: the handler takes nothing from DI, so an attempt makes its scope only when something is asked of <see cref="JobContext.Services"/>.</param>
    /// <param name="rules">What its exceptions mean, in order.</param>
    /// <exception cref="InvalidOperationException">Another handler has this name or alias.</exception>
    public void Add<TJob, THandler>(Func<IServiceProvider, THandler> create, bool needsScope, params ExceptionRule[] rules)
        where TJob : IJob<TJob>
        where THandler : class, IJobHandler<TJob> =>
        Add(new JobHandlerEntry<TJob, THandler>(create) { NeedsScope = needsScope, Rules = rules });

    /// <summary>Adds the handler of one job that returns a result.</summary>
    /// <inheritdoc cref="Add{TJob, THandler}"/>
    public void Add<TJob, TResult, THandler>(Func<IServiceProvider, THandler> create, bool needsScope, params ExceptionRule[] rules)
        where TJob : IJob<TJob, TResult>
        where THandler : class, IJobHandler<TJob, TResult> =>
        Add(new JobHandlerEntry<TJob, TResult, THandler>(create) { NeedsScope = needsScope, Rules = rules });

    /// <summary>Adds a type that <see cref="JobContext.OnceAsync{T}"/> is called with. Adding it again changes nothing: its wire form is the same everywhere.</summary>
    public void AddStepResult<T>(WireWriter<T> write, WireReader<T> read) => stepResults.TryAdd(typeof(T), new StepCodec<T>(write, read));

    /// <returns>Null: the generator has seen no such step.</returns>
    internal StepCodec<T>? StepResult<T>() => stepResults.TryGetValue(typeof(T), out var codec) ? (StepCodec<T>)codec : null;

    internal bool TryGet(string name, [NotNullWhen(true)] out JobHandlerEntry? entry) => entries.TryGetValue(name, out entry);

    /// <summary>Finds an entry by the name's bytes, so that taking a job makes no string.</summary>
    internal JobHandlerEntry? Find(ReadOnlySpan<byte> utf8Name)
    {
        Span<char> name = stackalloc char[Limits.MaxNameLength];
        return System.Text.Encoding.UTF8.TryGetChars(utf8Name, name, out var length)
            && entries.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name[..length], out var entry) ? entry : null;
    }

    private void Add(JobHandlerEntry entry)
    {
        foreach (var name in entry.Definition.Aliases.Prepend(entry.Definition.Name))
        {
            if (entries.TryAdd(name, entry))
            {
                continue;
            }

            var first = entries[name];
            if (first.JobType != entry.JobType)
            {
                throw new InvalidOperationException(
                    $"'{name}' is the name of two jobs, {first.JobType} (handled by {first.HandlerType}) and {entry.JobType} (handled by {entry.HandlerType}). Give them different names and aliases.");
            }

            // The same handler again is a second AddHandlers() over a shared reference: harmless.
            if (first.HandlerType != entry.HandlerType)
            {
                throw new InvalidOperationException($"Job '{name}' has two handlers, {first.HandlerType} and {entry.HandlerType}. Remove one.");
            }
        }
    }
}
