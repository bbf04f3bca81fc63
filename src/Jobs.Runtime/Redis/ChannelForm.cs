using System.Text;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>How the messages of an instance go: by ordinary channels, or in a cluster by channels in the queue's slot. Known once the server was asked.</summary>
/// <remarks>In a cluster an ordinary message is carried to every node, and who publishes it learns only of the listeners on the node of the script.</remarks>
internal sealed class ChannelForm
{
    private volatile bool sharded;

    public bool AreSharded
    {
        get => sharded;
        set => sharded = value;
    }

    public RedisChannel Channel(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> name)
    {
        byte[] bytes = [.. prefix, .. name];
        return sharded ? RedisChannel.Sharded(bytes) : new RedisChannel(bytes, RedisChannel.PatternMode.Literal);
    }

    public RedisChannel Channel(ReadOnlySpan<byte> prefix, string name) => Channel(prefix, Encoding.UTF8.GetBytes(name));
}
