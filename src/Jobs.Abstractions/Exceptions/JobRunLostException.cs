namespace Jobs;

/// <summary>This run of the job is over while its handler still works: its worker was taken for dead and the job handed to another, or given
/// back. The handler should return; whatever it ends with is not looked at.</summary>
public sealed class JobRunLostException(string message) : Exception(message);
