using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The messages of an instance, over one connection.</summary>
internal sealed class RedisWakeUps(JobStore store, RedisLink link, TimeProvider time) : IWakeUps
{
    private readonly EndNotices ends = new(link, time);

    /// <summary>How many jobs are listened for, or not yet listened for no more.</summary>
    internal int Awaited => ends.Count;

    /// <summary>The sessions of a worker's queues share a name, and so a channel; the message is the queue.</summary>
    public IListening OfSession(string queue, string session, Action woken)
    {
        var names = store.Queue(queue).Names;
        return new RedisListening(link, () => names.WakeChannelOf(session), message =>
        {
            if (message == names.Name)
            {
                woken();
            }
        });
    }

    public IListening OfUpkeep(string queue, Action<ReadOnlyMemory<byte>> told)
    {
        var names = store.Queue(queue).Names;
        return new RedisListening(link, () => names.UpkeepChannel, message => told(message));
    }

    public async Task TellAsync(string queue, ReadOnlyMemory<byte> found)
    {
        var connection = await link.GetAsync().ConfigureAwait(false);
        await connection.GetSubscriber().PublishAsync(store.Queue(queue).Names.UpkeepChannel, found, CommandFlags.FireAndForget).ConfigureAwait(false);
    }

    public IEndNotice Join(string queue, JobId id) => ends.Join(store.Queue(queue).Names.EndChannelOf(id));

    public void Leave(IEndNotice notice) => ends.Leave((EndNotice)notice);
}
