using Jobs.TestServers;

namespace Jobs.Faults.Running;

/// <summary>The servers a scenario plays against, and the proxies before them: one per role, so that the connections of workers and of
/// producers meet faults of their own. Client names tell the connections of one role apart.</summary>
internal interface ITopology : IAsyncDisposable
{
    /// <summary>The servers themselves, to be killed, paused and restarted.</summary>
    IReadOnlyList<RedisProcess> Nodes { get; }

    /// <summary>Past all proxies: for the checker, and for those who are to meet no fault of the network.</summary>
    string ConnectionString { get; }

    /// <summary>Through the proxies of a role.</summary>
    string ConnectionStringFor(string role);

    /// <summary>The proxies of a role, one per node.</summary>
    IReadOnlyList<FaultProxy> ProxiesOf(string role);
}

/// <summary>The roles scenarios use. A scenario may have more.</summary>
internal static class Roles
{
    public const string Worker = "worker";
    public const string Producer = "producer";
}
