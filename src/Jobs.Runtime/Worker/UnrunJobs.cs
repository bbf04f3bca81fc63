using System.Collections.ObjectModel;
using System.Text;
using Jobs.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jobs.Worker;

/// <summary>Tells the hooks of jobs that end without an attempt: unreadable, quarantined, cancelled while they waited. Never throws.</summary>
internal sealed class UnrunJobs(HookCaller hooks, JobHandlerTable handlers, IServiceScopeFactory scopes, ILogger log)
{
    /// <param name="id">The job.</param>
    /// <param name="queue">Where it was.</param>
    /// <param name="envelope">The stored job, as far as it is known; empty: it is not.</param>
    /// <param name="state">What it has been through.</param>
    /// <param name="kind">Dead or cancelled.</param>
    /// <param name="error">Why it is dead.</param>
    /// <param name="grant">Of a job that a turn had handed out.</param>
    public async ValueTask TellAsync(
        JobId id, string queue, ReadOnlyMemory<byte> envelope, RunState state, RunEnd kind, Exception? error = null, long grant = 0)
    {
        if (!hooks.Any)
        {
            return;
        }

        var services = new AttemptServices(scopes);
        var context = Context(id, queue, envelope, state, services, grant);
        await hooks.TellAsync(context, kind, error).ConfigureAwait(false);
        try
        {
            await services.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.ScopeFailed(e, id, queue);
        }
    }

    /// <summary>Tells of jobs that a script has ended, one after the other.</summary>
    public async Task TellAsync(IQueueStore queue, IReadOnlyList<JobId> ids, RunEnd kind, Func<Exception>? error = null)
    {
        for (var i = 0; hooks.Any && i < ids.Count; i++)
        {
            var stored = await FindAsync(queue, ids[i]).ConfigureAwait(false);
            await TellAsync(ids[i], queue.Queue, stored?.Envelope, stored?.Run ?? RunState.None, kind, error?.Invoke()).ConfigureAwait(false);
        }
    }

    /// <returns>Null: it is gone, or Redis does not say; its hooks are told all the same.</returns>
    private async Task<StoredJob?> FindAsync(IQueueStore queue, JobId id)
    {
        try
        {
            return await queue.GetAsync(id).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.HooksToldLess(e, id, queue.Queue);
            return null;
        }
    }

    private JobContext Context(JobId id, string queue, ReadOnlyMemory<byte> stored, RunState state, IServiceProvider services, long grant)
    {
        var envelope = Read(stored);
        var known = handlers.Find(envelope.Name.Span)?.Definition;
        return new JobContext
        {
            Id = id,
            JobName = known?.Name ?? (envelope.Name.IsEmpty ? "?" : Encoding.UTF8.GetString(envelope.Name.Span)),
            Queue = queue,
            Attempt = state.Failures + 1,
            MaxAttempts = envelope.MaxAttempts ?? known?.MaxAttempts ?? JobDefaults.MaxAttempts,
            Recoveries = state.Recoveries,
            FencingToken = grant,
            EnqueuedAt = DateTimeOffset.FromUnixTimeMilliseconds(envelope.EnqueuedAt),
            Headers = envelope.Headers ?? ReadOnlyDictionary<string, string>.Empty,
            Services = services,
        };
    }

    private static JobEnvelope Read(ReadOnlyMemory<byte> stored)
    {
        try
        {
            return JobEnvelope.Read(stored);
        }
        catch (Exception)
        {
            return new JobEnvelope { Name = default };
        }
    }
}
