using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A test of what every store does alike, on one of them, with a queue of its own.</summary>
/// <remarks>The tests stand in an abstract class; a sealed class per store derives from it and names the kind.</remarks>
public abstract class ConformanceTest(Servers servers, StoreKind kind) : IAsyncLifetime
{
    private StoreQueue? queue;

    private protected StoreQueue Queue => queue ?? throw new InvalidOperationException("The test has not been initialised.");

    /// <summary>What it runs on.</summary>
    internal StoreKind RunsOn => kind;

    public virtual async ValueTask InitializeAsync()
    {
        if (kind == StoreKind.Memory)
        {
            queue = new MemoryTestQueue();
            return;
        }

        var server = await servers.GetAsync(kind == StoreKind.Embedded ? ServerKind.Embedded : ServerKind.Redis);
        var user = await server.AsAsync(JobsRole.Worker);
        queue = new TestQueue(server.Connection, $"t{Guid.CreateVersion7():N}", user.Connection);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (queue is not null)
            await queue.EmptyAsync();
    }

    /// <summary>Ids of one moment, and with it of one table.</summary>
    protected static JobId[] NewIds(int count) => StoreTest.Ids(count);
}
