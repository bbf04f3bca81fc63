using System.Text.RegularExpressions;

namespace Jobs.Redis;

/// <summary>One operation: its Lua text, and the keys it is called with, both out of its file.</summary>
internal sealed partial class RedisScript
{
    private const string Shebang = "#!lua";
    private static int made;

    private RedisScript(string name)
    {
        Name = name;
        Index = made++;
        var source = ScriptSource.Compose(name);
        (Keys, IsOfOneTable) = ScriptSource.KeysOf(source);
        Text = ScriptSource.Bind(source, Keys);
        Plain = Text.StartsWith(Shebang, StringComparison.Ordinal) ? Text[(Text.IndexOf('\n') + 1)..] : Text;
        Sharded = Text.Replace("'PUBLISH'", "'SPUBLISH'", StringComparison.Ordinal);
    }

    public static RedisScript Enqueue { get; } = new("enqueue");

    public static RedisScript Turn { get; } = new("turn");

    public static RedisScript Join { get; } = new("join");

    public static RedisScript Renew { get; } = new("renew");

    public static RedisScript Leave { get; } = new("leave");

    public static RedisScript Recover { get; } = new("recover");

    public static RedisScript Upkeep { get; } = new("upkeep");

    public static RedisScript Sweep { get; } = new("sweep");

    public static RedisScript Cancel { get; } = new("cancel");

    public static RedisScript Get { get; } = new("get");

    public static RedisScript Record { get; } = new("record");

    public static RedisScript Recall { get; } = new("recall");

    public static RedisScript Await { get; } = new("await");

    public static IReadOnlyList<RedisScript> All { get; } = [Enqueue, Turn, Join, Renew, Leave, Recover, Upkeep, Sweep, Cancel, Get, Record, Recall, Await];

    public string Name { get; }

    /// <summary>Its place among <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>In the order of its calls. Where <see cref="QueueKey.Jobs"/> stands for all tables it is the last.</summary>
    public IReadOnlyList<QueueKey> Keys { get; }

    /// <summary>The Redis commands in its text, in lower case: the rights it needs.</summary>
    public IEnumerable<string> Commands => Called().Matches(Text).Select(static call => call.Groups[1].Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal);

    /// <summary>It is called for jobs of one table: <see cref="QueueKey.Jobs"/> stands for that one.</summary>
    public bool IsOfOneTable { get; }

    /// <summary>With the <c>#!lua</c> line, for Redis: a full or read-only server refuses the script before its first write.</summary>
    public string Text { get; }

    /// <summary>Without it, for the embedded server, which does not know it.</summary>
    public string Plain { get; }

    /// <summary>For a cluster: messages go by channels in the queue's slot, so that they reach its node alone and all who listen are counted.</summary>
    public string Sharded { get; }

    /// <summary>A call, or a command that is named to be called by <c>pcall(redis.call, …)</c>.</summary>
    [GeneratedRegex(@"redis\.p?call\s*[(,]\s*'(\w+)'")]
    private static partial Regex Called();
}
