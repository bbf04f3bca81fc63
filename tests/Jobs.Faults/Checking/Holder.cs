namespace Jobs.Faults.Checking;

/// <summary>Who holds a job, as Redis has it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Session">Whose it is.</param>
/// <param name="Grant">The number of the hand-out.</param>
/// <param name="At">When it was handed out, unix ms of the server.</param>
internal sealed record Holder(JobId Id, string Session, long Grant, long At);
