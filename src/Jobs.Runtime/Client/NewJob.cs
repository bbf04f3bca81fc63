namespace Jobs.Client;

/// <summary>A job on its way into a queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="IsFresh">The id was made for this call, so that no other can have stored it.</param>
/// <param name="Definition">What it is.</param>
/// <param name="Deadline">When its caller stops waiting, as <see cref="TimeProvider.GetTimestamp"/>.</param>
internal readonly record struct NewJob(JobId Id, bool IsFresh, JobDefinition Definition, long Deadline);
