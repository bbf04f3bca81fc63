namespace Jobs;

/// <summary>Names a stored job.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Queue">The queue that holds it.</param>
/// <param name="AlreadyStored">A job with this id was stored before, so nothing was stored now.</param>
public readonly record struct JobHandle(JobId Id, string Queue, bool AlreadyStored = false);
