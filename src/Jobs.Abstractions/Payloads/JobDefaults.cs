namespace Jobs;

/// <summary>What holds for a job whose <c>[Job]</c> says nothing else.</summary>
public static class JobDefaults
{
    /// <summary>The queue <c>default</c>.</summary>
    public const string Queue = "default";

    /// <summary>25 attempts.</summary>
    public const int MaxAttempts = 25;

    /// <summary>15 minutes.</summary>
    public const int RetentionSeconds = 900;
}
