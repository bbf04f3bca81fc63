namespace Jobs;

/// <summary>Upper bounds, so that a slip in a unit is an error where it is made and not a job that never runs.</summary>
public static class Limits
{
    /// <summary>1,000 attempts.</summary>
    public const int MaxAttempts = 1000;

    /// <summary>10,000 versions of a payload.</summary>
    public const int MaxVersion = 10_000;

    /// <summary>128 characters in the name of a job or a queue.</summary>
    public const int MaxNameLength = 128;

    /// <summary>64 headers per job.</summary>
    public const int MaxHeaders = 64;

    /// <summary>1 MiB per stored job: payload, headers and name.</summary>
    public const int MaxEnvelopeBytes = 1024 * 1024;

    /// <summary>256 steps of one job: see <c>JobContext.OnceAsync</c>.</summary>
    public const int MaxSteps = 256;

    /// <summary>128 characters in the name of a step.</summary>
    public const int MaxStepNameLength = 128;

    /// <summary>256 KiB for the recorded results of all steps of one job, with their names.</summary>
    public const int MaxStepBytes = 256 * 1024;

    /// <summary>3,650 days until a job is due.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromDays(3650);

    /// <summary>7 days for one attempt.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(7);

    /// <summary>365 days after completion.</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromDays(365);
}
