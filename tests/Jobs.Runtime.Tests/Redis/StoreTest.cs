using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A test of the store on one server, with a queue of its own.</summary>
public abstract class StoreTest(Servers servers, ServerKind kind) : ServerTest(servers, kind)
{
    private TestQueue? queue;

    private protected TestQueue Queue => queue ?? throw new InvalidOperationException("The test has not been initialised.");

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        queue = new TestQueue(Connection, Prefix, User.Connection);
    }

    /// <summary>Ids of one moment, and with it of one table.</summary>
    protected static JobId[] NewIds(int count) => Ids(count);

    internal static JobId[] Ids(int count)
    {
        var now = DateTimeOffset.UtcNow;
        return [.. Enumerable.Range(0, count).Select(_ => JobId.NewAt(now))];
    }
}
