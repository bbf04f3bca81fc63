namespace Jobs.Runtime.Tests.Redis;

/// <summary>The stores that a suite runs on.</summary>
public enum StoreKind
{
    /// <summary>In this process.</summary>
    Memory,

    /// <summary>The embedded server.</summary>
    Embedded,

    /// <summary>A real Redis.</summary>
    Redis,
}
