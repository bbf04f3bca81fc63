using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>A subscription to one channel.</summary>
internal sealed class RedisListening : IListening
{
    private readonly RedisLink link;
    private readonly Func<RedisChannel> channel;
    private readonly Action<RedisChannel, RedisValue> heard;

    /// <param name="link">Over which connection.</param>
    /// <param name="channel">Where. Asked when it begins: the server decides what kind of channel it is.</param>
    /// <param name="heard">Given each message.</param>
    public RedisListening(RedisLink link, Func<RedisChannel> channel, Action<RedisValue> heard)
    {
        this.link = link;
        this.channel = channel;
        this.heard = (_, message) => heard(message);
    }

    public async Task BeginAsync()
    {
        var connection = await link.GetAsync().ConfigureAwait(false);
        await connection.GetSubscriber().SubscribeAsync(channel(), heard).ConfigureAwait(false);
    }

    public async Task EndAsync()
    {
        var connection = await link.GetAsync().ConfigureAwait(false);
        await connection.GetSubscriber().UnsubscribeAsync(channel(), heard, CommandFlags.FireAndForget).ConfigureAwait(false);
    }
}
