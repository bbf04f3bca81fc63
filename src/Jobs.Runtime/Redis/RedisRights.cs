namespace Jobs.Redis;

/// <summary>The commands, keys and channels of each role. What scripts call is read from their text, so that a script and its rights cannot differ.</summary>
internal static class RedisRights
{
    /// <summary>The client library's: it takes a connection for working when <c>ECHO</c> answers. <c>INFO</c> tells version, eviction and persistence;
    /// without it they are not checked. <c>CLIENT SETINFO</c>, which it tries too, is unknown to Redis 7.0 and not missed.</summary>
    private static readonly string[] Connection = ["hello", "ping", "echo", "select", "client|id", "client|setname", "info", "cluster|nodes", "asking", "readonly"];

    private static readonly string[] Scripts = ["eval", "evalsha", "script|load"];

    /// <summary>In a cluster messages go by sharded channels.</summary>
    private static readonly string[] Messages = ["subscribe", "unsubscribe", "ssubscribe", "sunsubscribe", "spublish"];

    /// <summary>Of <see cref="RedisQueueList"/>.</summary>
    private static readonly string[] QueueList = ["sadd", "smembers"];

    /// <summary>Of <see cref="RedisQueueList"/>, on when each queue was last used.</summary>
    private static readonly string[] QueueUses = ["zadd"];

    /// <summary>Of <see cref="RedisQueueList"/>, on queues that nobody uses.</summary>
    private static readonly string[] OldQueues = ["zrange", "zrangebyscore", "zrem"];

    /// <summary>Of <see cref="RedisManifests"/>.</summary>
    private static readonly string[] Manifests = ["time", "hset", "hlen", "hexists", "hgetall", "hdel"];

    /// <summary>Of <see cref="StoreLayout"/>.</summary>
    private static readonly string[] Layout = ["get", "set"];

    /// <summary>What a person looks at a queue with.</summary>
    private static readonly string[] Looking =
        ["smembers", "hget", "hmget", "hgetall", "hlen", "hexists", "llen", "lrange", "scard", "zcard", "zrange", "zscore", "zcount", "time"];

    /// <summary>The scripts a role calls.</summary>
    public static IReadOnlyList<RedisScript> ScriptsOf(JobsRole role) => role switch
    {
        JobsRole.Worker => RedisScript.All,
        JobsRole.Producer => [RedisScript.Enqueue, RedisScript.Cancel, RedisScript.Get, RedisScript.Await],
        _ => [RedisScript.Get],
    };

    /// <summary>Commands that are neither of a connection nor called by a script, with the key they are called on.</summary>
    public static IEnumerable<(string Command, string Key)> DirectOf(JobsRole role, string prefix) => role switch
    {
        JobsRole.Worker =>
        [
            .. On([.. QueueList, "srem"], prefix, ":queues"), .. On([.. QueueUses, .. OldQueues], prefix, ":queues:used"),
            .. On(["exists"], $"{{{prefix}:default}}", ":ready"), .. On(Manifests, prefix, ":manifests"), .. On(Layout, StoreLayout.KeyOf(prefix), ""),
        ],
        JobsRole.Producer => [.. On(QueueList, prefix, ":queues"), .. On(QueueUses, prefix, ":queues:used"), .. On(Layout, StoreLayout.KeyOf(prefix), "")],
        _ => [.. On(Looking, prefix, ":queues"), ("get", StoreLayout.KeyOf(prefix))],
    };

    /// <summary>Patterns of keys: queues stand in a hash tag, the lists of all queues and of what workers run do not.</summary>
    public static IReadOnlyList<string> KeysOf(string prefix) => [$"{{{prefix}:*", $"{prefix}:*"];

    public static string ChannelsOf(string prefix) => $"{prefix}:*";

    /// <summary>The rules of <c>ACL SETUSER</c> for a user who has no rights yet.</summary>
    public static string RulesOf(JobsRole role, string prefix)
    {
        var keys = string.Join(' ', KeysOf(prefix).Select(static pattern => "~" + pattern));
        var channels = role == JobsRole.Inspector ? "" : $" &{ChannelsOf(prefix)}";
        return $"{keys}{channels} {CommandRulesOf(role)}";
    }

    /// <summary>Those of commands: they take nothing from a user who has some already, while a pattern beside <c>~*</c> is an error.</summary>
    public static string CommandRulesOf(JobsRole role)
    {
        var commands = Connection.Concat(Scripts)
            .Concat(role == JobsRole.Inspector ? [] : Messages)
            .Concat(ScriptsOf(role).SelectMany(static script => script.Commands))
            .Concat(DirectOf(role, "").Select(static direct => direct.Command))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return string.Join(' ', commands.Select(static command => "+" + command));
    }

    private static IEnumerable<(string Command, string Key)> On(IEnumerable<string> commands, string prefix, string key) =>
        commands.Select(command => (command, prefix + key));
}
