using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>The header of each script against the code that calls it.</summary>
public sealed class ScriptHeaderTests
{
    public static TheoryData<string> Names => [.. RedisScript.All.Select(script => script.Name)];

    [Fact]
    public void Every_script_file_is_a_known_operation_and_the_other_way_round()
    {
        var files = Files().Where(name => !name.Contains('/', StringComparison.Ordinal));

        Assert.Equal(files.Order(), RedisScript.All.Select(script => script.Name + ".lua").Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_says_its_name_what_it_returns_and_what_it_costs(string name)
    {
        var header = ScriptHeader.Parse(Script(name).Text);

        Assert.Equal(name, header.Name);
        Assert.NotEmpty(header.Returns);
        Assert.StartsWith("O(", header.Cost, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_is_put_into_a_script()
    {
        var parts = Files().Where(name => name.StartsWith("Parts/", StringComparison.Ordinal));

        Assert.All(parts, part => Assert.Contains(RedisScript.All, script => script.Text.Contains(FirstLineOf(part), StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Its_arguments_are_those_it_is_called_with(string name)
    {
        var header = ScriptHeader.Parse(Script(name).Text);
        var calls = await RecordedCalls.OfEveryOperationAsync();

        var call = Assert.Single(calls, call => call.Script == Script(name).Text);

        Assert.Equal(header.MoreArguments, call.Arguments.Length > header.Arguments);
        Assert.True(call.Arguments.Length >= header.Arguments, $"{name} is called with {call.Arguments.Length} arguments; its header names {header.Arguments}.");
        var table = new QueueNames("p", "q").Tables.ToDictionary(key => (string)key!, _ => "{p:q}:jobs");
        Assert.Equal(header.Keys.Select(key => $"{{p:q}}:{key}"), call.Keys.Select(key => table.GetValueOrDefault((string)key!, (string)key!)).Distinct());
        Assert.Equal(header.EveryTable ? JobTable.Count : header.Keys.Count(key => key == "jobs"), call.Keys.Count(key => table.ContainsKey((string)key!)));
    }

    [Fact]
    public void All_keys_of_a_queue_share_its_hash_tag()
    {
        var names = new QueueNames("p", "q");

        Assert.All(RedisScript.All.SelectMany(names.EveryKeyOf), key => Assert.StartsWith("{p:q}:", key, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_begins_with_the_line_that_lets_Redis_refuse_it_before_its_first_write(string name)
    {
        var script = Script(name);

        Assert.StartsWith("#!lua", script.Text, StringComparison.Ordinal);
        Assert.StartsWith("-- ", script.Plain, StringComparison.Ordinal); // the embedded server takes that line for an error
        Assert.EndsWith(script.Plain, script.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_must_still_run_when_memory_is_full_says_so_and_what_adds_jobs_does_not()
    {
        var full = RedisScript.All.Where(script => script.Text.Split('\n')[0].Contains("allow-oom", StringComparison.Ordinal)).Select(script => script.Name);

        Assert.Equal(["await", "cancel", "join", "leave", "record", "recover", "renew", "sweep", "turn", "upkeep"], full.Order());
    }

    private static IEnumerable<string> Files() => typeof(RedisScript).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".lua", StringComparison.Ordinal));

    /// <summary>Of its own: parts it names come before.</summary>
    private static string FirstLineOf(string part)
    {
        using var reader = new StreamReader(typeof(RedisScript).Assembly.GetManifestResourceStream(part)!);
        return reader.ReadToEnd().Split('\n').First(line => line.Length > 0 && !line.StartsWith("-- part: ", StringComparison.Ordinal));
    }

    private static RedisScript Script(string name) => RedisScript.All.Single(script => script.Name == name);
}
