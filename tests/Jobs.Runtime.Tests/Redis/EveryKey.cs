using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>The keys of a script, whichever table it is called for.</summary>
internal static class EveryKey
{
    public static IEnumerable<RedisKey> EveryKeyOf(this QueueNames names, RedisScript script) =>
        script.IsOfOneTable ? [.. names.Tables, .. names.For(script, table: 0).Skip(1)] : names.For(script);
}
