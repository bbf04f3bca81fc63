using System.Collections.Concurrent;
using StackExchange.Redis;

namespace Jobs.TestServers;

/// <summary>A running server and one connection to it, shared by the tests of the assembly.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private const string AnyTest = "t*"; // what the prefixes of all tests begin with
    private const string Password = "test";
    private readonly ConcurrentDictionary<JobsRole, Lazy<Task<TestUser>>> users = new();
    private readonly string id = Guid.NewGuid().ToString("N");
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

    /// <summary>A Redis user with the rights of a role and no others, on the keys of any test. The embedded server has no users: there it is the one there is.</summary>
    public Task<TestUser> AsAsync(JobsRole role) => users.GetOrAdd(role, one => new(() => MakeAsync(one))).Value;

    /// <param name="kind">What it is.</param>
    /// <param name="connectionString">host:port</param>
    /// <param name="process">What is to be stopped with it; null: nothing.</param>
    internal static async Task<TestServer> ConnectAsync(ServerKind kind, string connectionString, IAsyncDisposable? process)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AllowAdmin = true;
        return new(kind, connectionString, await ConnectionMultiplexer.ConnectAsync(options), process);
    }

    private async Task<TestUser> MakeAsync(JobsRole role)
    {
        if (Kind == ServerKind.Embedded)
            return new("", ConnectionString, Connection);
        var name = $"jobs-test-{role}-{id}";
        var rules = RedisAcl.For(role, "of-tests").Replace("of-tests", AnyTest, StringComparison.Ordinal);
        foreach (var endPoint in Connection.GetEndPoints())
            await Connection.GetServer(endPoint).ExecuteAsync("ACL", ["SETUSER", name, "on", $">{Password}", .. rules.Split(' ')]);
        var options = ConfigurationOptions.Parse(ConnectionString);
        (options.User, options.Password) = (name, Password);
        return new(name, options.ToString(includePassword: true), await ConnectionMultiplexer.ConnectAsync(options));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var user in users.Values.Where(user => user is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result.Name.Length: > 0 } }))
        {
            var made = await user.Value;
            await made.Connection.DisposeAsync();
            await Connection.GetDatabase().ExecuteAsync("ACL", "DELUSER", made.Name);
        }
        await Connection.DisposeAsync();
        if (process is not null)
            await process.DisposeAsync();
    }
}

/// <summary>A Redis user of the tests.</summary>
/// <param name="Name">Empty: the server has no users.</param>
/// <param name="ConnectionString">host:port,user=…,password=…</param>
/// <param name="Connection">One as this user, shared by the tests of the assembly.</param>
public sealed record TestUser(string Name, string ConnectionString, ConnectionMultiplexer Connection);
