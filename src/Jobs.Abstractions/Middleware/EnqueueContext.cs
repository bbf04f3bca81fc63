namespace Jobs;

/// <summary>A job about to be stored, as middleware sees it.</summary>
public sealed class EnqueueContext
{
    /// <summary>The job's definition.</summary>
    public required JobDefinition Definition { get; init; }

    /// <summary>The payload.</summary>
    public required object Payload { get; init; }

    /// <summary>How it will be stored. To add a header: <c>context.Options = context.Options with { Headers = … }</c>.</summary>
    public required EnqueueOptions Options { get; set; }
}
