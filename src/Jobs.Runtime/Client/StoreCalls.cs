using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>Calls that may be repeated as often as one likes: looking, cancelling, asking to be told.</summary>
internal sealed class StoreCalls(ScriptRunner scripts, TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="call">One attempt.</param>
    /// <param name="about">What it is about, for the error.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="forever">Only the token ends it: somebody waits for longer than an outage may last.</param>
    /// <exception cref="JobStoreException">Redis refused the call.</exception>
    /// <exception cref="JobStoreUnavailableException">Redis did not answer for the whole timeout.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CallSubject about, CancellationToken cancellationToken, bool forever = false)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var left = forever ? Timeout.InfiniteTimeSpan : timeout - time.GetElapsedTime(start);
                return await call().WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception error)
            {
                // A wait that was cut short knows nothing; the connection may.
                var e = error is TimeoutException and not RedisTimeoutException ? scripts.Link.LastFailure ?? error : error;
                var step = RedisFault.NextStep(e) is { Length: > 0 } hint ? " " + hint : "";
                if (RedisFault.Classify(error) == FaultKind.Refused)
                {
                    throw new JobStoreException($"{about.What}: Redis refused the call ({RedisFault.Summary(e)}).{step}", e);
                }

                if (!forever && time.GetElapsedTime(start) + Pause >= timeout)
                {
                    throw new JobStoreUnavailableException(
                        about.Id, about.Queue, StoreOutcome.Unknown,
                        $"{about.What}: Redis did not answer within {timeout.TotalSeconds:0.###} s ({RedisFault.Summary(e)}). Calling again is harmless.{step}", e);
                }

                scripts.Link.Notice(error);
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>What a call is about, for its error.</summary>
/// <param name="Id">The job.</param>
/// <param name="Queue">Where it is looked for; empty: in all queues.</param>
/// <param name="What">Begins the message: <c>Job 0198… of queue 'default'</c>.</param>
internal readonly record struct CallSubject(JobId Id, string Queue, string What);
