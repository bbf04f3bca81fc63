using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Every Redis name of one queue, made once: keys per script, channels.</summary>
internal sealed class QueueNames
{
    private readonly Dictionary<RedisScript, RedisKey[]> keys = [];

    public QueueNames(string prefix, string queue)
    {
        Queue = queue;
        Name = queue;
        WakeChannel = prefix + ":wake:";
        EndChannel = $"{prefix}:{queue}:end:";
        var tag = $"{{{prefix}:{queue}}}:";
        foreach (var script in RedisScript.All)
        {
            keys[script] = [.. script.Keys.Select(key => (RedisKey)(tag + Text(key)))];
        }
    }

    public string Queue { get; }

    /// <summary>The queue, as an argument.</summary>
    public RedisValue Name { get; }

    /// <summary>Followed by a session: wakes it.</summary>
    public RedisValue WakeChannel { get; }

    /// <summary>Followed by the 16 bytes of an id: that job has ended.</summary>
    public RedisValue EndChannel { get; }

    public RedisKey[] For(RedisScript script) => keys[script];

    /// <summary>The key as scripts and documentation write it.</summary>
    public static string Text(QueueKey key) => key.ToString().ToLowerInvariant();
}
