using Jobs;
using Microsoft.Extensions.Logging;

namespace AotWorker;

/// <summary>Does the deed, and writes down that it began and how it ended.</summary>
[JobHandler]
internal sealed class MisbehaveHandler(Journal journal, ILogger<MisbehaveHandler> log) : IJobHandler<Misbehave>
{
    private const int Piece = 1 << 20; // large objects have a heap of their own, from 85,000 bytes
    private const int Kept = 64;
    private const int Links = 500_000; // small objects that stay: what makes marking long

    public Task HandleAsync(Misbehave job, JobContext context, CancellationToken cancellationToken)
    {
        journal.Started(job.Number, context);
        if (job.Deed == Deed.FailFast)
        {
            Environment.FailFast("Asked for by the payload.");
        }

        if (job.Deed == Deed.Collect)
        {
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            log.LogHeld(GC.GetTotalMemory(forceFullCollection: false) / 1e6);
        }
        else
        {
            log.LogPauses(Churn(job.Megabytes, cancellationToken).TotalMilliseconds);
        }

        journal.Ended(job.Number, context);
        return Task.CompletedTask;
    }

    /// <returns>The longest time for which a full collection stopped all threads.</returns>
    private static TimeSpan Churn(int megabytes, CancellationToken cancellationToken)
    {
        var chain = Enumerable.Range(0, Links).Aggregate((Link?)null, static (next, i) => new Link(i, next));
        var pieces = new byte[Kept][];
        var longest = TimeSpan.Zero;
        for (var made = 0; made < megabytes; made++)
        {
            pieces[made % Kept] = new byte[Piece];
            pieces[made % Kept].AsSpan().Fill((byte)made); // memory that nobody touches is none
            if (made % Kept == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: true);
                foreach (var pause in GC.GetGCMemoryInfo(GCKind.FullBlocking).PauseDurations)
                {
                    longest = pause > longest ? pause : longest;
                }
            }
        }

        GC.KeepAlive(chain);
        return longest;
    }

    private sealed record Link(int Number, Link? Next);
}
