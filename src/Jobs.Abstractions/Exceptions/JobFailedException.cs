namespace Jobs;

/// <summary>A job whose result was awaited ended without one.</summary>
public sealed class JobFailedException(JobHandle job, JobState? state, string message) : Exception(message)
{
    /// <summary>The job.</summary>
    public JobHandle Job { get; } = job;

    /// <summary>How it ended; <see langword="null"/>: the job is not known (any more).</summary>
    public JobState? State { get; } = state;
}
