using StackExchange.Redis;

namespace Jobs.TestServers;

/// <summary>A running server and one connection to it, shared by the tests of the assembly.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly IAsyncDisposable? process;

    private TestServer(ServerKind kind, string connectionString, ConnectionMultiplexer connection, IAsyncDisposable? process)
    {
        Kind = kind;
        ConnectionString = connectionString;
        Connection = connection;
        this.process = process;
    }

    public ServerKind Kind { get; }

    /// <summary>host:port</summary>
    public string ConnectionString { get; }

    public ConnectionMultiplexer Connection { get; }

    /// <param name="kind">What it is.</param>
    /// <param name="connectionString">host:port</param>
    /// <param name="process">What is to be stopped with it; null: nothing.</param>
    internal static async Task<TestServer> ConnectAsync(ServerKind kind, string connectionString, IAsyncDisposable? process)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AllowAdmin = true;
        return new(kind, connectionString, await ConnectionMultiplexer.ConnectAsync(options), process);
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        if (process is not null)
            await process.DisposeAsync();
    }
}
