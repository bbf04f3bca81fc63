using System.Text;
using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Every Redis name of one queue: keys per script, channels. Each is made when first asked for and kept, so a queue that is only looked at
/// takes 2 KB, and one whose every name is in use 40.</summary>
/// <remarks>Two threads that ask first may both make a name: it is the same one.</remarks>
internal sealed class QueueNames
{
    private readonly string tag;
    private readonly ChannelForm channels;
    private readonly (RedisValue Plain, RedisValue Sharded) wake;
    private readonly (RedisValue Plain, RedisValue Sharded) end;
    private readonly (RedisValue Plain, RedisValue Sharded) upkeep;
    private readonly byte[]?[] names = new byte[(int)LastKey + 1][];
    private readonly byte[]?[] tables = new byte[JobTable.Count][];
    private readonly RedisKey[]?[]?[] keys = new RedisKey[RedisScript.All.Count][][];

    /// <summary>The last of <see cref="QueueKey"/>.</summary>
    public const QueueKey LastKey = QueueKey.Unhandled;

    /// <param name="prefix">Of all keys and channels.</param>
    /// <param name="queue">Its name.</param>
    /// <param name="channels">How messages go; null: by ordinary channels.</param>
    public QueueNames(string prefix, string queue, ChannelForm? channels = null)
    {
        this.channels = channels ?? new();
        Queue = queue;
        Name = queue;
        tag = $"{{{prefix}:{queue}}}:";
        wake = (prefix + ":wake:", $"{prefix}:{tag}wake:"); // the hash tag may stand anywhere: all channels begin with the prefix
        end = ($"{prefix}:{queue}:end:", $"{prefix}:{tag}end:");
        upkeep = ($"{prefix}:{queue}:upkeep", $"{prefix}:{tag}upkeep");
    }

    public string Queue { get; }

    /// <summary>The queue, as an argument.</summary>
    public RedisValue Name { get; }

    /// <summary>Followed by a session: wakes it.</summary>
    public RedisValue WakeChannel => channels.AreSharded ? wake.Sharded : wake.Plain;

    /// <summary>Followed by the 16 bytes of an id: that job has ended.</summary>
    public RedisValue EndChannel => channels.AreSharded ? end.Sharded : end.Plain;

    /// <summary>The keys of <see cref="QueueKey.Jobs"/>, by <see cref="JobTable"/>.</summary>
    public IReadOnlyList<RedisKey> Tables => [.. Enumerable.Range(0, JobTable.Count).Select(table => (RedisKey)Table(table))];

    /// <summary>Keys of which one exists for as long as the queue holds a job, ended ones too, or a session.</summary>
    public RedisKey[] InUse =>
        [KeyOf(QueueKey.Ready), KeyOf(QueueKey.Ranked), KeyOf(QueueKey.Due), KeyOf(QueueKey.Active), KeyOf(QueueKey.Workers), KeyOf(QueueKey.Done), KeyOf(QueueKey.Dead), .. Tables];

    /// <summary>Where the end of a job is announced.</summary>
    public RedisChannel EndChannelOf(JobId id) => channels.Channel((byte[])EndChannel!, JobStore.Bytes(id));

    /// <summary>Where whoever sees to the queue says what it has found.</summary>
    public RedisChannel UpkeepChannel => channels.Channel((byte[])(channels.AreSharded ? upkeep.Sharded : upkeep.Plain)!, "");

    /// <summary>Where a session is woken.</summary>
    public RedisChannel WakeChannelOf(string session) => channels.Channel((byte[])WakeChannel!, session);

    public RedisKey[] For(RedisScript script) => script.IsOfOneTable
        ? throw new InvalidOperationException($"Script '{script.Name}' is called for jobs of one table: name it.")
        : Of(script)[0] ??= Make(script, table: 0);

    /// <param name="script">One that is called for jobs of one table.</param>
    /// <param name="table">Which, by <see cref="JobTable"/>.</param>
    public RedisKey[] For(RedisScript script, int table) => Of(script)[table] ??= Make(script, table);

    /// <summary>The key as scripts and documentation write it.</summary>
    public static string Text(QueueKey key) => key.ToString().ToLowerInvariant();

    private RedisKey[]?[] Of(RedisScript script) => keys[script.Index] ??= new RedisKey[script.IsOfOneTable ? JobTable.Count : 1][];

    private RedisKey[] Make(RedisScript script, int table)
    {
        var keys = script.Keys.Where(key => key != QueueKey.Jobs || script.IsOfOneTable).Select(key => (RedisKey)(key == QueueKey.Jobs ? Table(table) : KeyOf(key)));
        return script.IsOfOneTable || !script.Keys.Contains(QueueKey.Jobs) ? [.. keys] : [.. keys, .. Tables];
    }

    private byte[] KeyOf(QueueKey key) => names[(int)key] ??= Bytes(tag + Text(key));

    private byte[] Table(int table) => tables[table] ??= Bytes($"{tag}{Text(QueueKey.Jobs)}:{table}");

    /// <summary>As bytes: a string would be encoded anew for each call, and a turn names eighty keys.</summary>
    private static byte[] Bytes(string name) => Encoding.UTF8.GetBytes(name);
}
