using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Jobs.Redis;

/// <summary>One operation: its Lua text, and the keys it is called with, in the order of its header.</summary>
internal sealed partial class RedisScript
{
    private const string Shebang = "#!lua";
    private const string Part = "-- part: ";
    private static int made;

    private RedisScript(string name, params QueueKey[] keys)
    {
        Name = name;
        Keys = keys;
        Index = made++;
        Text = Load(name);
        Plain = Text.StartsWith(Shebang, StringComparison.Ordinal) ? Text[(Text.IndexOf('\n') + 1)..] : Text;
        Sharded = Text.Replace("'PUBLISH'", "'SPUBLISH'", StringComparison.Ordinal);
    }

    public static RedisScript Enqueue { get; } = new("enqueue", QueueKey.Jobs, QueueKey.Ready, QueueKey.Due, QueueKey.Idle);

    public static RedisScript Turn { get; } = new(
        "turn", QueueKey.Ended, QueueKey.State, QueueKey.Ready, QueueKey.Due, QueueKey.Active, QueueKey.Workers, QueueKey.Done,
        QueueKey.Dead, QueueKey.Stats, QueueKey.Control, QueueKey.Calls, QueueKey.Idle, QueueKey.Cancel, QueueKey.Waiters, QueueKey.Steps,
        QueueKey.Jobs);

    public static RedisScript Join { get; } = new("join", QueueKey.Workers);

    public static RedisScript Renew { get; } = new("renew", QueueKey.Workers);

    public static RedisScript Leave { get; } = new(
        "leave", QueueKey.Workers, QueueKey.Calls, QueueKey.Idle, QueueKey.Control, QueueKey.Active, QueueKey.Cancel);

    public static RedisScript Recover { get; } = new(
        "recover", QueueKey.State, QueueKey.Ready, QueueKey.Active, QueueKey.Workers, QueueKey.Done, QueueKey.Dead,
        QueueKey.Stats, QueueKey.Calls, QueueKey.Idle, QueueKey.Cancel, QueueKey.Waiters, QueueKey.Ended, QueueKey.Due, QueueKey.Control);

    public static RedisScript Sweep { get; } = new("sweep", QueueKey.Ended, QueueKey.State, QueueKey.Done, QueueKey.Steps, QueueKey.Jobs);

    public static RedisScript Cancel { get; } = new(
        "cancel", QueueKey.Jobs, QueueKey.State, QueueKey.Due, QueueKey.Active, QueueKey.Done, QueueKey.Dead, QueueKey.Stats,
        QueueKey.Cancel, QueueKey.Waiters, QueueKey.Steps, QueueKey.Ended);

    public static RedisScript Get { get; } = new(
        "get", QueueKey.Jobs, QueueKey.State, QueueKey.Due, QueueKey.Active, QueueKey.Done, QueueKey.Dead, QueueKey.Steps, QueueKey.Ended);

    public static RedisScript Record { get; } = new("record", QueueKey.Active, QueueKey.Steps);

    public static RedisScript Recall { get; } = new("recall", QueueKey.Steps);

    public static RedisScript Await { get; } = new("await", QueueKey.Jobs, QueueKey.Done, QueueKey.Dead, QueueKey.Waiters);

    public static IReadOnlyList<RedisScript> All { get; } = [Enqueue, Turn, Join, Renew, Leave, Recover, Sweep, Cancel, Get, Record, Recall, Await];

    public string Name { get; }

    /// <summary>Its place among <see cref="All"/>.</summary>
    public int Index { get; }

    /// <summary>Of the tables of <see cref="QueueKey.Jobs"/>: as the first key, the one its jobs are in; as the last, all of them.</summary>
    public IReadOnlyList<QueueKey> Keys { get; }

    /// <summary>The Redis commands in its text, in lower case: the rights it needs.</summary>
    public IEnumerable<string> Commands => Called().Matches(Text).Select(static call => call.Groups[1].Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal);

    /// <summary>It is called for jobs of one table.</summary>
    public bool IsOfOneTable => Keys[0] == QueueKey.Jobs;

    /// <summary>With the <c>#!lua</c> line, for Redis: a full or read-only server refuses the script before its first write.</summary>
    public string Text { get; }

    /// <summary>Without it, for the embedded server, which does not know it.</summary>
    public string Plain { get; }

    /// <summary>For a cluster: messages go by channels in the queue's slot, so that they reach its node alone and all who listen are counted.</summary>
    public string Sharded { get; }

    /// <summary>Its file, with the parts it shares with others at the lines that name them.</summary>
    private static string Load(string name) => string.Join('\n', Read(name + ".lua").Split('\n').Select(line =>
        line.StartsWith(Part, StringComparison.Ordinal) ? Read("Parts/" + line[Part.Length..]).TrimEnd('\n') : line));

    /// <summary>A call, or a command that is named to be called by <c>pcall(redis.call, …)</c>.</summary>
    [GeneratedRegex(@"redis\.p?call\s*[(,]\s*'(\w+)'")]
    private static partial Regex Called();

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Script '{resource}' is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
