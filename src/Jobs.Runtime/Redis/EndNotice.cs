using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>What those who wait for the end of one job share.</summary>
internal sealed class EndNotice(RedisChannel channel) : IEndNotice
{
    private readonly TaskCompletionSource subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<RedisChannel, RedisValue>? onMessage;
    private long sockets; // that subscriptions had used when it was last subscribed

    public RedisChannel Channel { get; } = channel;

    public Task Subscribed => subscribed.Task;

    public Task Ended => Volatile.Read(ref ended).Task;

    /// <summary>Guarded, like what follows, by whoever owns it.</summary>
    public int Waiters { get; set; }

    /// <summary>As far as is known, the server tells.</summary>
    public bool IsOn { get; set; }

    /// <summary>That is known: no call about it has failed since.</summary>
    public bool IsSure { get; private set; } = true;

    public bool IsSettling { get; set; }

    public void Fail(Exception why)
    {
        subscribed.TrySetException(why);
        _ = subscribed.Task.Exception; // nobody may be left who waits for it
    }

    /// <summary>One call, or more: what may be subscribed, or is being subscribed anew after a lost connection, is subscribed for certain first,
    /// since the client library unsubscribes only from what it knows to be subscribed; and what a new connection may have subscribed
    /// behind an unsubscription is unsubscribed once more.</summary>
    public async Task TurnAsync(bool on, IConnectionMultiplexer connection)
    {
        var subscriber = connection.GetSubscriber();
        try
        {
            do
            {
                if (on || !IsSure || subscriber.SubscribedEndpoint(Channel) is null)
                {
                    sockets = connection.GetCounters().Subscription.SocketCount;
                    await SubscribeAsync(subscriber).ConfigureAwait(false);
                    (IsOn, IsSure) = (true, true);
                    subscribed.TrySetResult();
                }

                if (!on)
                {
                    IsSure = false;
                    await UnsubscribeAsync(subscriber).ConfigureAwait(false);
                    (IsOn, IsSure) = (false, connection.GetCounters().Subscription.SocketCount == sockets);
                }
            }
            while (!IsSure);
        }
        catch
        {
            IsSure = false;
            throw;
        }
    }

    private async Task SubscribeAsync(ISubscriber subscriber)
    {
        if (onMessage is not null)
        {
            await subscriber.UnsubscribeAsync(Channel, onMessage, CommandFlags.FireAndForget).ConfigureAwait(false); // else the library would keep two
        }

        onMessage ??= (_, _) => Interlocked.Exchange(ref ended, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        await subscriber.SubscribeAsync(Channel, onMessage).ConfigureAwait(false);
    }

    private async Task UnsubscribeAsync(ISubscriber subscriber)
    {
        await subscriber.UnsubscribeAsync(Channel, onMessage).ConfigureAwait(false);
        onMessage = null;
    }
}
