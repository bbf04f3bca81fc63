namespace Jobs.TestServers;

/// <summary>The servers a suite runs on.</summary>
public enum ServerKind
{
    /// <summary>Garnet, in this process.</summary>
    Embedded,

    /// <summary>A real Redis.</summary>
    Redis,
}
