using System.Net;
using Jobs.Store;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Tells of one connection when Redis stops serving it, then once a minute what that keeps waiting, then when it serves again.</summary>
/// <remarks>Connection events and the calls of every queue are told here, since a worker of 64 queues makes a hundred calls for each that one line
/// is needed for. What a log throws is nobody else's failure.</remarks>
internal sealed class OutageLog(string role, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private const int Named = 5; // queues; the rest are counted
    private const string NoAnswer = "";
    private readonly Lock gate = new();
    private readonly Dictionary<string, Outage> outages = new(StringComparer.Ordinal); // by cause
    private volatile bool isOpen;
    private readonly Dictionary<string, DateTimeOffset> lost = new(StringComparer.Ordinal); // servers, since when each is not connected

    /// <summary>A call failed, and is repeated.</summary>
    public void Failed(string queue, QueueCall call, Exception error)
    {
        // One that is refused is a fault of its own, whatever else is away.
        var cause = RedisFault.Classify(error) is FaultKind.Refused or FaultKind.Failed ? RedisFault.Summary(error) : NoAnswer;
        var now = time.GetUtcNow();
        bool isNew, isDue;
        Outage outage;
        string affected;
        lock (gate)
        {
            isNew = !outages.TryGetValue(cause, out outage!);
            if (isNew)
            {
                outages[cause] = outage = new(now, now + Between) { IsTold = true };
                isOpen = true;
            }

            outage.Calls.Add((queue, call));
            isDue = now >= outage.NextLine;
            outage.NextLine = isDue ? now + Between : outage.NextLine;
            affected = isDue ? Describe(outage) : "";
        }

        if (isNew)
        {
            Say(() => log.NotServed(error, cause == NoAnswer ? "does not answer" : "refuses calls", role, queue, call, RedisFault.Summary(error), RedisFault.NextStep(error)));
        }
        else if (isDue)
        {
            Say(() => log.StillNotServed(role, now - outage.Since, outage.Since, affected, RedisFault.Summary(error), RedisFault.NextStep(error)));
        }
    }

    /// <summary>A call was answered. Costs nothing while all are.</summary>
    public void Answered(string queue, QueueCall call)
    {
        if (!isOpen)
        {
            return;
        }

        List<Outage>? over = null;
        lock (gate)
        {
            foreach (var (cause, outage) in outages)
            {
                if (outage.Calls.Remove((queue, call)) && outage.Calls.Count == 0)
                {
                    (over ??= []).Add(outage);
                    outages.Remove(cause); // a dictionary may lose entries while it is walked through
                }
            }

            isOpen = outages.Count > 0;
        }

        foreach (var outage in over ?? [])
        {
            Say(() => log.ServedAgain(role, time.GetUtcNow() - outage.Since, outage.Since));
        }
    }

    /// <summary>The connection to a server is down. Said once: each try to restore it fails anew.</summary>
    public void Lost(Exception? error, EndPoint? endPoint, ConnectionFailureType failure)
    {
        var now = time.GetUtcNow();
        bool isTold;
        lock (gate)
        {
            if (!lost.TryAdd(NameOf(endPoint), now))
            {
                return;
            }

            outages.TryAdd(NoAnswer, new(now, now + Between));
            isTold = outages[NoAnswer].IsTold;
            isOpen = true;
        }

        Say(() => log.ConnectionLost(isTold ? LogLevel.Debug : LogLevel.Warning, error, role, endPoint, failure, error is null ? "" : RedisFault.NextStep(error)));
    }

    /// <summary>The connection is up again.</summary>
    public void Restored(EndPoint? endPoint)
    {
        DateTimeOffset since;
        lock (gate)
        {
            if (!lost.Remove(NameOf(endPoint), out since))
            {
                return;
            }

            if (lost.Count == 0 && outages.TryGetValue(NoAnswer, out var outage) && outage.Calls.Count == 0)
            {
                outages.Remove(NoAnswer); // no call waits for it
            }

            isOpen = outages.Count > 0;
        }

        Say(() => log.ConnectionRestored(role, endPoint, time.GetUtcNow() - since, since));
    }

    private static string NameOf(EndPoint? endPoint) => endPoint?.ToString() ?? "";

    private static string Describe(Outage outage)
    {
        var queues = outage.Calls.Select(static call => call.Queue).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var names = string.Join(", ", queues.Take(Named)) + (queues.Length > Named ? $" and {queues.Length - Named} more" : "");
        var sessions = outage.Calls.Count(static call => call.Call == QueueCall.Renewal);
        return $"{queues.Length} {(queues.Length == 1 ? "queue" : "queues")} ({names})" + (sessions > 0 ? $", {sessions} {(sessions == 1 ? "session" : "sessions")} not renewed" : "");
    }

    private static void Say(Action line)
    {
        try
        {
            line();
        }
        catch (Exception)
        {
            // There is no place left to say it.
        }
    }

    private sealed class Outage(DateTimeOffset since, DateTimeOffset nextLine)
    {
        public DateTimeOffset Since { get; } = since;

        public DateTimeOffset NextLine { get; set; } = nextLine;

        /// <summary>Its first failed call was a line, so that the connection is given up after that is none.</summary>
        public bool IsTold { get; init; }

        /// <summary>What failed and has not been answered since.</summary>
        public HashSet<(string Queue, QueueCall Call)> Calls { get; } = [];
    }
}
