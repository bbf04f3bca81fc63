using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Hosting;

public sealed class ChannelPrefixTests
{
    [Theory]
    [InlineData(",channelPrefix=app:", true)]
    [InlineData("", false)]
    public async Task A_borrowed_connection_that_would_miss_the_messages_of_scripts_is_refused(string setting, bool refused)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString + setting);
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddJobs(jobs => jobs.UseRedis(_ => connection));
        using var host = builder.Build();
        var error = await Record.ExceptionAsync(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(refused, error is InvalidOperationException && error.Message.Contains("ChannelPrefix", StringComparison.Ordinal));
    }
}
