using Microsoft.Extensions.Logging;

namespace Jobs.Worker;

/// <summary>Counts the jobs of one queue that were fetched and requeued without a start. A few are how prefetching ends; more are work for nothing, and said.</summary>
internal sealed class RequeueWatch(TimeProvider time, ILogger log, string queue)
{
    /// <summary>In a minute no more than these are not worth a line.</summary>
    public const int Handful = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private long since = time.GetTimestamp();
    private int count;
    private bool said;

    public void Requeued(int jobs, TimeSpan patience)
    {
        if (jobs == 0)
        {
            return;
        }

        JobsMeter.Requeued(jobs, queue);
        if (time.GetElapsedTime(since) >= Interval)
        {
            since = time.GetTimestamp();
            count = 0;
            said = false;
        }

        count += jobs;
        if (count > Handful && !said)
        {
            said = true;
            log.RequeuedUnstarted(count, queue, patience);
        }
    }
}
