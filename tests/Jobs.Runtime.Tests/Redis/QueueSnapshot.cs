using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>All that a queue's keys hold, as bytes: read in one call, and written back in one.</summary>
/// <param name="Entries">By key: the members of a list or set, the fields and values of a hash, the members and scores of a sorted set.</param>
internal sealed record QueueSnapshot(IReadOnlyList<RedisValue[]> Entries)
{
    private static readonly QueueKey[] Keys = Enum.GetValues<QueueKey>();
    private static readonly string Read = $$"""
        local all, jobs = { {} }, {}
        for table = {{Keys.Length}}, #KEYS do
          local entries = redis.call('HGETALL', KEYS[table])
          for i = 1, #entries do
            jobs[#jobs + 1] = entries[i]
          end
        end
        all[1] = jobs
        {{string.Concat(Keys.Skip(1).Select((key, i) => $"all[{i + 2}] = redis.call({ReadOf(key, i + 1)})\n"))}}
        return all
        """;

    private const string Write = """
        redis.call('DEL', unpack(KEYS))
        local at = 1
        for i = 1, #KEYS do
          local verb, n = ARGV[at], tonumber(ARGV[at + 1])
          if n > 0 then
            redis.call(verb, KEYS[i], unpack(ARGV, at + 2, at + 1 + n))
          end
          at = at + 2 + n
        end
        """;

    public static QueueSnapshot Empty { get; } = new([.. Keys.Select(_ => Array.Empty<RedisValue>())]);

    public RedisValue[] this[QueueKey key] => Entries[(int)key];

    public static async Task<QueueSnapshot> ReadAsync(TestQueue queue)
    {
        var all = (RedisResult[])(await queue.Database.ScriptEvaluateAsync(Read, NamesOf(queue)))!;
        return new([.. all.Select(one => (RedisValue[])one!)]);
    }

    /// <summary>Makes the queue hold this and nothing else.</summary>
    public Task WriteAsync(TestQueue queue)
    {
        var arguments = new List<RedisValue>();
        void Add(string verb, RedisValue[] entries) => arguments.AddRange([verb, entries.Length, .. entries]);

        foreach (var key in Keys.Skip(1))
        {
            var entries = this[key];
            Add(WriteOf(key), IsSorted(key) ? [.. entries.Chunk(2).SelectMany(pair => new[] { pair[1], pair[0] })] : entries);
        }
        var jobs = this[QueueKey.Jobs].Chunk(2).ToLookup(pair => JobTable.Of(TestQueue.IdOf(pair[0])));
        for (var table = 0; table < JobTable.Count; table++)
            Add("HSET", [.. jobs[table].SelectMany(pair => pair)]);
        return queue.Database.ScriptEvaluateAsync(Write, NamesOf(queue), [.. arguments]);
    }

    /// <summary>All keys but the first, then its tables.</summary>
    private static RedisKey[] NamesOf(TestQueue queue) => [.. Keys.Skip(1).Select(queue.Key), .. queue.Names.Tables];

    public static bool IsSorted(QueueKey key) => key is QueueKey.Ranked or QueueKey.Due or QueueKey.Workers or QueueKey.Done or QueueKey.Dead or QueueKey.Unhandled;

    public static bool IsPlain(QueueKey key) => key is QueueKey.Ready or QueueKey.Idle or QueueKey.Waiters;

    private static string ReadOf(QueueKey key, int place)
    {
        var at = $"KEYS[{place}]";
        return key switch
        {
            QueueKey.Ready => $"'LRANGE', {at}, 0, -1",
            QueueKey.Idle or QueueKey.Waiters => $"'SMEMBERS', {at}",
            _ when IsSorted(key) => $"'ZRANGE', {at}, 0, -1, 'WITHSCORES'",
            _ => $"'HGETALL', {at}",
        };
    }

    private static string WriteOf(QueueKey key) => key switch
    {
        QueueKey.Ready => "RPUSH",
        QueueKey.Idle or QueueKey.Waiters => "SADD",
        _ when IsSorted(key) => "ZADD",
        _ => "HSET",
    };
}
