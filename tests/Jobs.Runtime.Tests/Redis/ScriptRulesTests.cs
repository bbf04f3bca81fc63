using System.Globalization;
using System.Text.RegularExpressions;
using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What no script may do.</summary>
public sealed partial class ScriptRulesTests
{
    /// <summary>Their cost grows with what they find, or they look at more than the queue's own keys.</summary>
    private static readonly string[] Forbidden =
        ["LREM", "LINSERT", "LPOS", "KEYS", "SCAN", "MEMORY", "SMEMBERS", "SORT", "HKEYS", "HVALS", "EVAL", "EVALSHA", "CONFIG", "DEBUG", "FLUSHDB", "FLUSHALL", "RANDOMKEY"];

    private static readonly string[] WithoutKey = ["TIME", "PUBLISH"];

    public static TheoryData<string> Names => [.. RedisScript.All.Select(script => script.Name)];

    /// <summary>Under a <c>volatile-…</c> policy Redis evicts the keys that have one, and those alone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void No_script_gives_a_key_a_time_to_live(string name) => Assert.DoesNotMatch("'(P?EXPIRE(AT)?|P?SETEX|GETEX|H?P?EXPIRE(AT)?|EX|PX|EXAT|PXAT)'", Script(name).Text);

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_command_touches_a_declared_key_or_none(string name)
    {
        var script = Script(name);
        var used = new HashSet<int>();
        foreach (Match call in Calls(script))
        {
            var command = call.Groups["command"].Value;
            if (WithoutKey.Contains(command))
                continue;
            var key = FirstArgument().Match(call.Groups["rest"].Value);
            Assert.True(key.Success, $"{name} calls {command} with something else than a declared key: {call.Value}");
            var at = key.Groups["table"].Success ? script.Keys.Count : Number(key); // the tables are the last keys
            Assert.Equal(key.Groups["table"].Success, !script.IsOfOneTable && script.Keys[at - 1] == QueueKey.Jobs);
            used.Add(at);
        }

        Assert.Equal(Enumerable.Range(1, script.Keys.Count), used.Order()); // none undeclared, none declared in vain
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_command_is_made_at_run_time(string name)
    {
        var code = Code(Script(name));

        Assert.Equal(AnyCall().Count(code), Calls(Script(name)).Count); // each redis.call names its command as a literal
    }

    /// <summary>What fails unseen must be a hint, or be looked at: a wake-up, an announcement, or a command of enqueue, which takes back what it has done.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Only_hints_fail_unseen(string name)
    {
        var (code, hints) = (Code(Script(name)), new[] { "SPOP", "PUBLISH", "SADD" });

        Assert.All(PassedOver().Matches(code), call => Assert.True(hints.Contains(call.Groups["command"].Value) || name == "enqueue", call.Value));
        Assert.DoesNotMatch(@"redis\.call\('S?PUBLISH'", code);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_command_costs_more_the_longer_the_backlog(string name)
    {
        foreach (Match call in Calls(Script(name)))
            Assert.DoesNotContain(call.Groups["command"].Value, Forbidden);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ranges_are_bounded(string name)
    {
        foreach (Match call in Calls(Script(name)))
        {
            var (command, rest) = (call.Groups["command"].Value, call.Groups["rest"].Value);
            if (command == "ZRANGEBYSCORE")
                Assert.Matches(@"'LIMIT', 0, (\d+|ARGV\[\d\])", rest);
            if (command == "ZRANGEBYLEX")
                Assert.Matches(@"'LIMIT', 0, (\d+|n)\b", rest);
            if (command is "ZRANGE" or "LRANGE")
                Assert.Matches(@"KEYS\[\d+\], 0, (0\b|n - 1)", rest); // n is what the caller wants, which he bounds
            if (command == "HSCAN")
                Assert.Contains("'COUNT'", rest, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_asks_for_the_time_once(string name) =>
        Assert.InRange(Calls(Script(name)).Count(call => call.Groups["command"].Value == "TIME"), 0, 1);

    /// <summary>Scripts of Redis run on Lua 5.1, those of the embedded server on 5.4, which writes a quotient as 3.0.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_quotient_is_rounded_or_only_compared(string name)
    {
        foreach (var line in Code(Script(name)).Split('\n').Where(line => Quotient().IsMatch(line)))
            Assert.Matches(@"math\.floor\(|> ttl / 10 then", line);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_leaves_no_global_behind(string name)
    {
        foreach (Match assignment in Assignment().Matches(Code(Script(name))))
        {
            var variable = assignment.Groups["name"].Value;
            Assert.Matches($@"local [\w, ]*\b{variable}\b|local function {variable}\b|function \w+\([^)]*\b{variable}\b", Code(Script(name)));
        }
    }

    private static RedisScript Script(string name) => RedisScript.All.Single(script => script.Name == name);

    private static int Number(Match key) => int.Parse(key.Groups["n"].Value, CultureInfo.InvariantCulture);

    private static MatchCollection Calls(RedisScript script) => Call().Matches(Code(script));

    /// <summary>Without comments.</summary>
    private static string Code(RedisScript script) => Comment().Replace(script.Plain, "");

    [GeneratedRegex(@"--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"redis\.p?call\('(?<command>[A-Z]+)'(?=(?<rest>[^\n]*))")]
    private static partial Regex Call();

    [GeneratedRegex(@"redis\.p?call")]
    private static partial Regex AnyCall();

    [GeneratedRegex(@"redis\.pcall\('(?<command>[A-Z]+)'")]
    private static partial Regex PassedOver();

    [GeneratedRegex(@"^, KEYS\[((?<n>\d+)|(?<table>tables \+ (first|other)))\][,)]")]
    private static partial Regex FirstArgument();

    [GeneratedRegex(@"[\w\])] / [\w(]")]
    private static partial Regex Quotient();

    [GeneratedRegex(@"(?m)^\s*(?<name>[a-z]\w*) = ")]
    private static partial Regex Assignment();
}
