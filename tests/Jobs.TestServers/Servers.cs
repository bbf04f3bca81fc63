using Jobs.Embedded;

namespace Jobs.TestServers;

/// <summary>The servers of a test assembly: each starts when the first test asks for it and stops with the last.</summary>
/// <remarks>Used as an assembly fixture: <c>[assembly: AssemblyFixture(typeof(Servers))]</c>.</remarks>
public sealed class Servers : IAsyncDisposable
{
    private readonly Lazy<Task<Found>> embedded = new(StartEmbeddedAsync);
    private readonly Lazy<Task<Found>> redis = new(SharedRedis.FindAsync);

    /// <summary>The server; the test that calls is skipped where there is none, with the reason.</summary>
    public async Task<TestServer> GetAsync(ServerKind kind)
    {
        var found = await (kind == ServerKind.Embedded ? embedded : redis).Value;
        if (found.Server is null)
            Assert.Skip(found.WhyNot);
        return found.Server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { embedded, redis })
        {
            if (server is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.Server: { } running } })
                await running.DisposeAsync();
        }
    }

    private static async Task<Found> StartEmbeddedAsync()
    {
        var server = EmbeddedRedis.Start();
        return new(await TestServer.ConnectAsync(ServerKind.Embedded, server.ConnectionString, server));
    }
}

/// <summary>A server, or why there is none.</summary>
internal sealed record Found(TestServer? Server, string WhyNot = "");
