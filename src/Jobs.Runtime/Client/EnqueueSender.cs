using Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Jobs.Client;

/// <summary>Sends batches of one queue until Redis has answered, has refused, or nobody waits any more.</summary>
/// <remarks>A call that was not applied is made again, one that may have been is repeated as it was: ids make both harmless.</remarks>
internal sealed class EnqueueSender(IQueueStore queue, IStoreLink link, TimeProvider time, ILogger log)
{
    /// <summary>Tries that fail midway: what makes the third fail will make others fail.</summary>
    private const int MaxFailed = 3;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private readonly Backoff backoff = new(LookAgain, TimeSpan.FromSeconds(1), time);
    private readonly Lock gate = new();
    private FaultKind? said; // what the log was last told of the way to Redis; null: that it is free

    /// <summary>What the last call failed with; null: it was answered.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>A call made now goes out now.</summary>
    public bool IsSteady => Trouble is null && link.IsUp;

    /// <summary>When it returns, every caller of the batch has been told, or is about to be. Throws for a defect alone.</summary>
    public async ValueTask SendAsync(EnqueueBatch batch)
    {
        var failed = 0;
        for (var failures = 0; ; failures++)
        {
            try
            {
                if (!link.IsUp)
                {
                    await HoldAsync(batch).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                Failed(e, link.Judge(e));
                batch.GiveUp(e);
                return;
            }

            if (!batch.BeginAttempt())
            {
                batch.GiveUp(refusal: null);
                return;
            }

            int[] known;
            try
            {
                var sentAt = time.GetTimestamp();
                known = await queue.EnqueueAsync(batch).ConfigureAwait(false);
                link.Answered(time.GetElapsedTime(sentAt));
            }
            catch (Exception e)
            {
                var fault = link.Judge(e);
                Failed(e, fault);
                batch.AttemptFailed(e, fault.IsInDoubt);
                failed += fault.Kind == FaultKind.Failed ? 1 : 0;
                if (fault.Kind == FaultKind.Refused || failed == MaxFailed)
                {
                    batch.GiveUp(e);
                    return;
                }

                link.Notice(e);
                await backoff.WaitAsync(failures).ConfigureAwait(false);
                continue;
            }

            if (Trouble is not null)
            {
                Recovered();
            }

            batch.Stored(known);
            return;
        }
    }

    /// <summary>Waits while there is no connection. Nothing is sent meanwhile, so that who gives up is told truly: not stored.</summary>
    /// <exception cref="Exception">There will be no connection: wrong options or no rights.</exception>
    private async Task HoldAsync(EnqueueBatch batch)
    {
        while (batch.IsAwaitedAtAll)
        {
            ObjectDisposedException.ThrowIf(link.IsClosed, link); // the host stops, and nobody would end the wait
            try
            {
                await link.ReadyAsync().ConfigureAwait(false);
                if (link.WhyDown is not { } why)
                {
                    return;
                }

                Failed(why, link.Judge(why));
            }
            catch (Exception e) when (link.Judge(e) is { Kind: not (FaultKind.Refused or FaultKind.Failed) } fault)
            {
                Failed(e, fault);
            }

            await Task.Delay(LookAgain, time).ConfigureAwait(false);
        }
    }

    private void Failed(Exception error, StoreFault fault)
    {
        Trouble = error;
        FaultKind? kind = fault.Kind == FaultKind.Refused ? FaultKind.Refused : FaultKind.NotApplied;
        lock (gate)
        {
            if (said == kind)
            {
                return;
            }

            said = kind;
        }

        Quietly.Log(() =>
        {
            if (kind == FaultKind.Refused)
            {
                log.EnqueueRefused(error, queue.Queue, fault.Description, fault.NextStep);
            }
            else
            {
                log.EnqueueHeldUp(error, queue.Queue, fault.Description);
            }
        });
    }

    private void Recovered()
    {
        Trouble = null;
        lock (gate)
        {
            if (said is null)
            {
                return;
            }

            said = null;
        }

        Quietly.Log(() => log.EnqueueAgain(queue.Queue));
    }
}
