using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Wake-ups by Redis: a marker sent after them arrives after them.</summary>
internal sealed class RedisWakeCounts : WakeUps
{
    private const string Marker = "marker";
    private readonly TestQueue queue;
    private readonly Dictionary<string, ChannelMessageQueue> sessions = [];

    private RedisWakeCounts(TestQueue queue) => this.queue = queue;

    public static async Task<WakeUps> ListenAsync(TestQueue queue, string[] sessions)
    {
        var wakes = new RedisWakeCounts(queue);
        foreach (var session in sessions)
            wakes.sessions[session] = await queue.Connection.GetSubscriber().SubscribeAsync(queue.Names.WakeChannelOf(session));
        return wakes;
    }

    /// <summary>Each wake-up names the queue.</summary>
    public override async Task<Dictionary<string, int>> CountAsync()
    {
        var counts = new Dictionary<string, int>();
        foreach (var (session, messages) in sessions)
        {
            await queue.Database.PublishAsync(queue.Names.WakeChannelOf(session), Marker);
            var count = 0;
            while ((await messages.ReadAsync(TestContext.Current.CancellationToken)).Message is var message && message != Marker)
            {
                Assert.Equal(queue.Names.Name, message);
                count++;
            }
            counts[session] = count;
        }
        return counts;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var messages in sessions.Values)
            await messages.UnsubscribeAsync();
    }
}
