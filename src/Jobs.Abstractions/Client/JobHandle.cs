namespace Jobs;

/// <summary>Names a stored job.</summary>
/// <param name="Id">The job's id.</param>
/// <param name="Queue">The queue that holds it.</param>
/// <param name="AlreadyStored">Another call had stored a job with this id before, so this one stored nothing. What an earlier try of the same call stored, of which
/// the answer was lost, does not count.</param>
public readonly record struct JobHandle(JobId Id, string Queue, bool AlreadyStored = false);
