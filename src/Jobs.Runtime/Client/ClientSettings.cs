namespace Jobs.Client;

/// <summary>What the client is told by the options.</summary>
/// <param name="EnqueueTimeout">How long a caller waits at most.</param>
/// <param name="MaxJobBytes">The most a stored job may take.</param>
internal sealed record ClientSettings(TimeSpan EnqueueTimeout, int MaxJobBytes);
