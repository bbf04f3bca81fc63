using System.Text;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Every Redis name of one queue, made once: keys per script, channels.</summary>
internal sealed class QueueNames
{
    private readonly Dictionary<RedisScript, RedisKey[][]> keys = [];

    public QueueNames(string prefix, string queue)
    {
        Queue = queue;
        Name = queue;
        WakeChannel = prefix + ":wake:";
        EndChannel = $"{prefix}:{queue}:end:";
        var tag = $"{{{prefix}:{queue}}}:";
        Tables = [.. Enumerable.Range(0, JobTable.Count).Select(table => Key($"{tag}{Text(QueueKey.Jobs)}:{table}"))];
        foreach (var script in RedisScript.All)
        {
            RedisKey[] others = [.. script.Keys.Where(key => key != QueueKey.Jobs).Select(key => Key(tag + Text(key)))];
            keys[script] = script.IsOfOneTable ? [.. Tables.Select(table => (RedisKey[])[table, .. others])]
                : script.Keys.Contains(QueueKey.Jobs) ? [[.. others, .. Tables]]
                : [others];
        }
    }

    public string Queue { get; }

    /// <summary>The queue, as an argument.</summary>
    public RedisValue Name { get; }

    /// <summary>Followed by a session: wakes it.</summary>
    public RedisValue WakeChannel { get; }

    /// <summary>Followed by the 16 bytes of an id: that job has ended.</summary>
    public RedisValue EndChannel { get; }

    /// <summary>The keys of <see cref="QueueKey.Jobs"/>, by <see cref="JobTable"/>.</summary>
    public IReadOnlyList<RedisKey> Tables { get; }

    public RedisKey[] For(RedisScript script) => keys[script].Single();

    /// <param name="script">One that is called for jobs of one table.</param>
    /// <param name="table">Which, by <see cref="JobTable"/>.</param>
    public RedisKey[] For(RedisScript script, int table) => keys[script][table];

    /// <summary>The key as scripts and documentation write it.</summary>
    public static string Text(QueueKey key) => key.ToString().ToLowerInvariant();

    /// <summary>As bytes: a string would be encoded anew for each call, and a turn names eighty keys.</summary>
    private static RedisKey Key(string name) => Encoding.UTF8.GetBytes(name);
}
