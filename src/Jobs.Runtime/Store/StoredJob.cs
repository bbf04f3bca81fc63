namespace Jobs.Store;

/// <summary>All that the store knows of one job, at one moment.</summary>
/// <param name="Envelope">The stored job; empty: it is gone.</param>
/// <param name="Run">What it has been through.</param>
/// <param name="Due">When it may start, unix ms; null: it does not wait for a time.</param>
/// <param name="Holder">Whose it is; null: nobody's.</param>
/// <param name="Done">When its retention ends, unix ms; null: it has not ended, or is dead.</param>
/// <param name="Dead">When it died, unix ms; null: it has not.</param>
/// <param name="Steps">The records of its steps.</param>
internal sealed record StoredJob(byte[] Envelope, RunState Run, long? Due, JobHolder? Holder, long? Done, long? Dead, byte[] Steps);

/// <summary>Who holds a job.</summary>
/// <param name="Session">The session.</param>
/// <param name="Grant">The number of the hand-out; null: that is not readable.</param>
/// <param name="Since">When it was handed out, unix ms; null: that is not readable.</param>
internal sealed record JobHolder(string Session, long? Grant, long? Since);
