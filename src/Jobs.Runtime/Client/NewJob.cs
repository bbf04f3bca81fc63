namespace Jobs.Client;

/// <summary>A job on its way into a queue.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Definition">What it is.</param>
/// <param name="Deadline">When its caller stops waiting, as <see cref="TimeProvider.GetTimestamp"/>.</param>
internal readonly record struct NewJob(JobId Id, JobDefinition Definition, long Deadline);
