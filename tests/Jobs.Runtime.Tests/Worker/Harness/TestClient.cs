using Jobs.Client;
using Jobs.Redis;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Clients that wait for Redis as long as a slow machine needs.</summary>
internal static class TestClient
{
    public static ClientParts Of(ScriptRunner scripts, string prefix)
    {
        var store = new JobStore(scripts, prefix);
        return new(
            store, new RedisWakeUps(store, scripts.Link, TimeProvider.System), new(TimeSpan.FromSeconds(20), Limits.MaxEnvelopeBytes), static () => [], TimeProvider.System, NullLogger.Instance);
    }
}
