using Jobs.Redis;
using Jobs.Runtime.Tests.Redis.Model;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Each script, in every state, as a user of Redis who may touch the keys it declares and no others: a cluster, and a proxy
/// before it, send a script where its declared keys are.</summary>
public sealed class DeclaredKeysTests : IAsyncLifetime
{
    private const string Prefix = "declared";
    private readonly Dictionary<string, IDatabase> users = new(StringComparer.Ordinal);
    private readonly List<ConnectionMultiplexer> connections = [];
    private RedisProcess? server;

    public async ValueTask InitializeAsync()
    {
        server = await RedisProcess.StartAsync(appendOnly: false);
        var admin = await ConnectAsync(user: null);
        var names = new QueueNames(Prefix, "q");
        foreach (var script in RedisScript.All)
        {
            var user = $"only-{script.Name}";
            object[] rights = ["SETUSER", user, "on", ">secret", "+@all", "&*", .. names.EveryKeyOf(script).Select(key => $"~{key}")];
            await admin.GetServers()[0].ExecuteAsync("ACL", rights);
            users[script.Text] = (await ConnectAsync(user)).GetDatabase();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
            await connection.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
    }

    [Fact]
    public async Task No_script_touches_a_key_it_does_not_declare()
    {
        foreach (var state in ReplayState.All)
            await CallAllAsync(state, text => text);
    }

    [Fact]
    public async Task One_that_does_is_seen()
    {
        var mutation = new Mutation("declared keys", "turn", ("delivery number", "redis.call('HSET', (string.gsub(K.control, 'control$', 'grants')), 'grant', delivery)"));

        var seen = await Assert.ThrowsAsync<RedisServerException>(() => CallAllAsync(ReplayState.All.Single(state => state.Name == "ready"), mutation.Apply));

        Assert.Contains("can't access", seen.Message, StringComparison.Ordinal);
    }

    private async Task CallAllAsync(ReplayState state, Func<string, string> patch)
    {
        foreach (var call in ReplayCall.All)
        {
            var admin = connections[0];
            await admin.GetServers()[0].FlushAllDatabasesAsync();
            var arranged = new TestQueue(admin, Prefix);
            var subject = await state.ArrangeAsync(arranged);
            var restricted = new TestQueue(PatchedConnection.Create(admin, patch, route: users.GetValueOrDefault), Prefix);
            await call.Prepare(restricted, subject with { Session = new TestSession(restricted, subject.Session.Name, subject.Session.Calls) })();
        }
    }

    private async Task<ConnectionMultiplexer> ConnectAsync(string? user)
    {
        var options = ConfigurationOptions.Parse(server!.ConnectionString);
        (options.AllowAdmin, options.TieBreaker) = (true, "");
        (options.User, options.Password) = (user, user is null ? null : "secret");
        var connection = await ConnectionMultiplexer.ConnectAsync(options);
        connections.Add(connection);
        return connection;
    }
}
