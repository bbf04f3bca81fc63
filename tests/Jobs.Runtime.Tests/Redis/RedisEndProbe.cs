using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>An end told by Redis. A marker sent after it arrives after it, so nothing is waited for in vain.</summary>
internal sealed class RedisEndProbe(TestQueue queue, RedisChannel channel, ChannelMessageQueue messages) : EndProbe
{
    public static async Task<EndProbe> ListenAsync(TestQueue queue, JobId id)
    {
        var channel = queue.Names.EndChannelOf(id);
        return new RedisEndProbe(queue, channel, await queue.Connection.GetSubscriber().SubscribeAsync(channel));
    }

    public override async Task<bool> IsAnnouncedAsync()
    {
        await queue.Database.PublishAsync(channel, "marker");
        return (await messages.ReadAsync(TestContext.Current.CancellationToken)).Message != "marker";
    }

    public override async ValueTask DisposeAsync() => await messages.UnsubscribeAsync();
}
