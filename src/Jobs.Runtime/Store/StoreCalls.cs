namespace Jobs.Store;

/// <summary>Calls that may be repeated as often as one likes: looking, cancelling, asking to be told.</summary>
internal sealed class StoreCalls(IStoreLink link, TimeSpan timeout, TimerLag lag, TimeProvider time)
{
    /// <summary>Tries that fail midway: what makes the third fail will make others fail.</summary>
    private const int MaxFailed = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="call">One attempt.</param>
    /// <param name="about">What it is about, for the error.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="forever">Only the token ends it: somebody waits for longer than an outage may last.</param>
    /// <exception cref="JobStoreException">Redis refused the call.</exception>
    /// <exception cref="JobStoreUnavailableException">Redis did not answer for the whole timeout, or the script failed midway three times.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> call, CallSubject about, CancellationToken cancellationToken, bool forever = false)
    {
        var start = time.GetTimestamp();
        Exception? before = null;
        var failed = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var left = forever ? Timeout.InfiniteTimeSpan : timeout - time.GetElapsedTime(start);
            if (!forever && left <= TimeSpan.Zero)
            {
                throw TooLate(about, start, before ?? new TimeoutException()); // the pause took longer than what was left
            }

            try
            {
                return await call().WaitAsync(left, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception error)
            {
                var fault = link.Judge(error);
                if (fault.Kind == FaultKind.Refused)
                {
                    throw Refusal(about.What, error);
                }

                if (fault.Kind == FaultKind.Failed && ++failed == MaxFailed)
                {
                    throw new JobStoreUnavailableException(
                        about.Id, about.Queue, StoreOutcome.Unknown,
                        $"{about.What}: {fault.Description}, and what it had done by then stays. Calling again is harmless.{Step(fault)}", error);
                }

                // A wait that was cut short knows nothing; the connection may.
                before = error is TimeoutException && !fault.IsTimeout ? link.WhyDown ?? before ?? error : error;
                if (!forever && time.GetElapsedTime(start) + Pause >= timeout)
                {
                    throw TooLate(about, start, before);
                }

                link.Notice(error);
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <param name="what">Begins the message.</param>
    /// <param name="error">Who refused what.</param>
    public JobStoreException Refusal(string what, Exception error)
    {
        var fault = link.Judge(error);
        return new($"{what}: {fault.Description}.{Step(fault)}", error);
    }

    private JobStoreUnavailableException TooLate(CallSubject about, long start, Exception cause)
    {
        lag.Note(time.GetElapsedTime(start) - timeout);
        var fault = link.Judge(cause);
        var late = lag.Describe(timeout * 2) is { } text ? "; " + text : "";
        return new(
            about.Id, about.Queue, StoreOutcome.Unknown,
            $"{about.What}: Redis did not answer within {timeout.TotalSeconds:0.###} s ({fault.Description}){late}. Calling again is harmless.{Step(fault)}", cause);
    }

    private static string Step(StoreFault fault) => fault.NextStep.Length > 0 ? " " + fault.NextStep : "";
}

/// <summary>What a call is about, for its error.</summary>
/// <param name="Id">The job.</param>
/// <param name="Queue">Where it is looked for; empty: in all queues.</param>
/// <param name="What">Begins the message: <c>Job 0198… of queue 'default'</c>.</param>
internal readonly record struct CallSubject(JobId Id, string Queue, string What);
