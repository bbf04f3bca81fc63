using System.Collections.Concurrent;
using System.Text;
using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Reads a job that a turn has brought and finds its handler, or says what becomes of it instead. Never throws.</summary>
internal sealed class JobReading(WorkerServices worker, StepStore steps)
{
    private static readonly TimeSpan UnhandledDelay = TimeSpan.FromMinutes(10);
    private const int MaxReported = 1000; // names, whatever somebody fills the queue with
    private readonly ConcurrentDictionary<string, bool> reported = new(StringComparer.Ordinal);

    /// <param name="running">The run; has an attempt afterwards.</param>
    /// <param name="services">The attempt's; to be disposed.</param>
    /// <returns>Null: it can run. Else what becomes of it.</returns>
    public Unread? Read(RunningJob running, out AttemptServices? services)
    {
        services = null;
        var state = RunState.Decode(running.Job.State);
        JobEnvelope envelope;
        try
        {
            envelope = JobEnvelope.Read(running.Job.Envelope);
        }
        catch (Exception e)
        {
            return Undecodable(running, state, "?", e);
        }

        if (!envelope.IsUnderstood)
        {
            return NotUnderstood(running, envelope, state);
        }

        if (worker.Handlers.Find(envelope.Name.Span) is not { } entry)
        {
            return Unhandled(running, envelope, state);
        }

        if (envelope.PayloadVersion > entry.Definition.Version)
        {
            return TooNew(running, envelope, state, entry.Definition);
        }

        object payload;
        try
        {
            payload = entry.Decode(envelope.Payload, envelope.PayloadVersion);
        }
        catch (Exception e)
        {
            return Undecodable(running, state, entry.Definition.Name, e);
        }

        var attempt = new Attempt(running, envelope, state, entry);
        services = new AttemptServices(worker.Scopes);
        attempt.CreateContext(envelope, services.Provider(entry.NeedsScope), payload, worker.SoftStop.Token, steps);
        running.Attempt = attempt;
        running.Job.ForgetEnvelope();
        return null;
    }

    /// <summary>Kept with its bytes and the reason; trying again would read the same bytes.</summary>
    private Unread Undecodable(RunningJob running, RunState state, string name, Exception e)
    {
        worker.Log.Undecodable(e, name, running.Job.Id, running.Pump.Queue.Queue);
        var reason = $"The payload of job '{name}' {running.Job.Id} cannot be read: {ErrorText.Message(e)}";
        return new Unread(Outcome.Dead(running.Job, state with { Kind = RunEnd.Dead, LastError = reason }), e);
    }

    private Unread Unhandled(RunningJob running, JobEnvelope envelope, RunState state)
    {
        var name = Encoding.UTF8.GetString(envelope.Name.Span);
        if (IsNew(name))
        {
            worker.Log.Unhandled(name, running.Job.Id, running.Pump.Queue.Queue);
        }

        return OfferAgain(running, envelope, state, $"No handler for job '{name}' in the worker that took it. Deploy a worker that has one, or cancel the job.");
    }

    /// <summary>While a new build is rolled out, its jobs come to old workers too: they leave them to the new ones.</summary>
    private Unread TooNew(RunningJob running, JobEnvelope envelope, RunState state, JobDefinition known)
    {
        if (IsNew($"{known.Name} {envelope.PayloadVersion}"))
        {
            worker.Log.TooNew(known.Name, envelope.PayloadVersion, known.Version, running.Job.Id, running.Pump.Queue.Queue);
        }

        return OfferAgain(running, envelope, state, $"Job '{known.Name}' is of version {envelope.PayloadVersion}; the worker that took it knows version {known.Version}. Deploy a newer worker, or cancel the job.");
    }

    /// <summary>A newer version of the library has stored it, and its workers run it.</summary>
    private Unread NotUnderstood(RunningJob running, JobEnvelope envelope, RunState state)
    {
        var name = envelope.Name.IsEmpty ? "?" : Encoding.UTF8.GetString(envelope.Name.Span);
        if (IsNew($"{name} {envelope.Needs}"))
        {
            worker.Log.NotUnderstood(name, envelope.Needs!, running.Job.Id, running.Pump.Queue.Queue);
        }

        return OfferAgain(running, envelope, state, $"Job '{name}' needs {envelope.Needs}, which the worker that took it does not know: a newer version of Jobs.Runtime has stored it. Deploy a newer worker, or cancel the job.");
    }

    private bool IsNew(string name) => reported.Count < MaxReported && reported.TryAdd(name, true);

    /// <summary>Another worker, of another version, may know it, and asks for what it knows as soon as it has a slot to spare. Offered to whoever comes, this
    /// one too, it is seldom: thousands of such jobs must not keep a queue busy.</summary>
    private Unread OfferAgain(RunningJob running, JobEnvelope envelope, RunState state, string reason)
    {
        var kind = JobKind.Of(envelope);
        var delay = UnhandledDelay * (1 - (worker.Jitter() / 4));
        return new Unread(
            Outcome.Unhandled(running.Job, Attempt.RetentionOf(envelope), delay, kind, state with { Kind = RunEnd.Unhandled, LastError = reason }), Error: null);
    }
}

/// <summary>What becomes of a job that cannot run here.</summary>
/// <param name="Outcome">What is told.</param>
/// <param name="Error">Why it is dead; null: another worker may run it.</param>
internal sealed record Unread(Outcome Outcome, Exception? Error);
