using StackExchange.Redis;

namespace Jobs.Embedded.Tests;

internal static class Client
{
    public static Task<ConnectionMultiplexer> ConnectAsync(this EmbeddedRedis server) => ConnectAsync(server.ConnectionString);

    /// <summary>With patience: where a reply waits for a busy disk, five seconds are not enough.</summary>
    public static async Task<ConnectionMultiplexer> ConnectAsync(string connectionString) =>
        await ConnectionMultiplexer.ConnectAsync(connectionString + ",asyncTimeout=60000,syncTimeout=60000");
}
