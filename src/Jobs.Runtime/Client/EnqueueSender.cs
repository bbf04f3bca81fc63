using Jobs.Redis;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>Sends batches of one queue until Redis has answered, has refused, or nobody waits any more.</summary>
/// <remarks>A call that was not applied is made again, one that may have been is repeated as it was: ids make both harmless.</remarks>
internal sealed class EnqueueSender(JobStore store, ScriptRunner scripts, string queue, TimeProvider time, ILogger log)
{
    /// <summary>Tries that fail midway: what makes the third fail will make others fail.</summary>
    private const int MaxFailed = 3;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(1);
    private readonly Lock gate = new();
    private readonly QueueNames names = store.Passing(queue); // kept here, for as long as its lane is open
    private FaultKind? said; // what the log was last told of the way to Redis; null: that it is free

    /// <summary>What the last call failed with; null: it was answered.</summary>
    public Exception? Trouble { get; private set; }

    /// <summary>A call made now goes out now.</summary>
    public bool IsSteady => Trouble is null && scripts.IsReady && scripts.Link.IsConnected;

    /// <summary>When it returns, every caller of the batch has been told, or is about to be. Throws for a defect alone.</summary>
    public async ValueTask SendAsync(EnqueueBatch batch, EnqueueRequest request)
    {
        var failed = 0;
        for (var failures = 0; ; failures++)
        {
            try
            {
                if (!scripts.IsReady || !scripts.Link.IsConnected)
                {
                    await HoldAsync(batch).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                Failed(e);
                batch.GiveUp(e);
                return;
            }

            if (!batch.BeginAttempt(request, names))
            {
                batch.GiveUp(refusal: null);
                return;
            }

            int[] known;
            try
            {
                var sentAt = time.GetTimestamp();
                known = await store.EnqueueAsync(request).ConfigureAwait(false);
                store.Answered(time.GetElapsedTime(sentAt));
            }
            catch (Exception e)
            {
                var kind = RedisFault.Classify(e);
                request.Abandon();
                Failed(e);
                batch.AttemptFailed(e, kind is FaultKind.Ambiguous or FaultKind.Failed);
                failed += kind == FaultKind.Failed ? 1 : 0;
                if (kind == FaultKind.Refused || failed == MaxFailed)
                {
                    batch.GiveUp(e);
                    return;
                }

                scripts.Link.Notice(e);
                await Task.Delay(Backoff(failures), time).ConfigureAwait(false);
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
            ObjectDisposedException.ThrowIf(scripts.Link.IsDisposed, scripts.Link); // the host stops, and nobody would end the wait
            try
            {
                await scripts.ReadyAsync().ConfigureAwait(false);
                if (scripts.Link.IsConnected)
                {
                    return;
                }

                Failed(scripts.Link.LastFailure ?? new RedisConnectionException(
                    ConnectionFailureType.UnableToConnect, CommandFlags.None, "there is no connection", null, CommandStatus.WaitingToBeSent));
            }
            catch (Exception e) when (RedisFault.Classify(e) is not (FaultKind.Refused or FaultKind.Failed))
            {
                Failed(e);
            }

            await Task.Delay(LookAgain, time).ConfigureAwait(false);
        }
    }

    private void Failed(Exception error)
    {
        Trouble = error;
        FaultKind? kind = RedisFault.Classify(error) == FaultKind.Refused ? FaultKind.Refused : FaultKind.NotApplied;
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
                log.EnqueueRefused(error, queue, RedisFault.Describe(error), RedisFault.NextStep(error));
            }
            else
            {
                log.EnqueueHeldUp(error, queue, RedisFault.Describe(error));
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

        Quietly.Log(() => log.EnqueueAgain(queue));
    }

    private static TimeSpan Backoff(int failures)
    {
        var wait = LookAgain * Math.Pow(2, Math.Min(failures, 10));
        return wait < MaxBackoff ? wait : MaxBackoff;
    }
}
