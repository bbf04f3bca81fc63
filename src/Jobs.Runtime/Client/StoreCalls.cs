using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Client;

/// <summary>Calls that may be repeated as often as one likes: looking, cancelling, asking to be told.</summary>
internal sealed class StoreCalls(ScriptRunner scripts, TimeSpan timeout, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="call">One attempt.</param>
    /// <param name="what">What it is about, for a message: <c>Job 0198… of queue 'default'</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="forever">Only the token ends it: somebody waits for longer than an outage may last.</param>
    /// <exception cref="JobStoreException">Redis refused the call, or did not answer for the whole timeout.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, string what, CancellationToken cancellationToken, bool forever = false)
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
                    throw new JobStoreException($"{what}: Redis refused the call ({RedisFault.Summary(e)}).{step}", e);
                }

                if (!forever && time.GetElapsedTime(start) + Pause >= timeout)
                {
                    throw new JobStoreException($"{what}: Redis did not answer within {timeout.TotalSeconds:0.###} s ({RedisFault.Summary(e)}).{step}", e);
                }

                scripts.Link.Notice(error);
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
