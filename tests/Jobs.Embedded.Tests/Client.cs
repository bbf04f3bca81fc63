using StackExchange.Redis;

namespace Jobs.Embedded.Tests;

internal static class Client
{
    public static async Task<ConnectionMultiplexer> ConnectAsync(this EmbeddedRedis server) =>
        await ConnectionMultiplexer.ConnectAsync(server.ConnectionString);
}
