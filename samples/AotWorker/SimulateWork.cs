using Jobs;

namespace AotWorker;

/// <summary>Work of a given length that leaves a trace.</summary>
/// <param name="Number">Tells one from another in the journal.</param>
/// <param name="Milliseconds">How long it takes; 0: nothing at all.</param>
/// <param name="Padding">Makes the payload as large as wanted.</param>
/// <param name="Failures">How many of its attempts fail before one succeeds.</param>
[Job("simulate-work", Retry = "exponential 100ms max 5s")]
public sealed partial record SimulateWork(int Number, int Milliseconds, string Padding = "", int Failures = 0);
