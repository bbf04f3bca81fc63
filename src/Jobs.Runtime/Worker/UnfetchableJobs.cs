using Jobs.Store;

namespace Jobs.Worker;

/// <summary>Finds the job of a queue that does not arrive within a call's time although it is fetched alone.</summary>
/// <remarks>Three times in a row the same one, each time after all that had been asked for before has arrived: what else is slow for a while costs no job its life.</remarks>
internal sealed class UnfetchableJobs
{
    private const int Times = 3;

    /// <summary>A smaller job is not what takes the time.</summary>
    private const long Large = 64 * 1024;

    private JobId last;
    private int times;

    /// <summary>A turn that was to bring one job had to be asked again without it.</summary>
    /// <returns>True: this worker does not get that job over this link.</returns>
    public bool Failed(JobId id, long bytes)
    {
        if (bytes < Large)
        {
            return false;
        }

        times = last == id ? times + 1 : 1;
        last = id;
        return times >= Times;
    }

    /// <summary>What becomes of it.</summary>
    public static Outcome Dead(TakenJob job, string queue, long bytes, TimeSpan timeout) => Outcome.Dead(job, new RunState(
        RunEnd.Dead, 0, 0, $"Job {job.Id} of queue '{queue}' is too large for the worker's link to Redis: fetched alone, its {bytes:N0} bytes did not arrive within {timeout.TotalSeconds:0.#} s, {Times} times. Its bytes are kept."));
}
