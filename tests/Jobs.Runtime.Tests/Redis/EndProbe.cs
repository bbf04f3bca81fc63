namespace Jobs.Runtime.Tests.Redis;

/// <summary>Listens for the announcement of one end.</summary>
internal abstract class EndProbe : IAsyncDisposable
{
    public abstract Task<bool> IsAnnouncedAsync();

    public abstract ValueTask DisposeAsync();
}
