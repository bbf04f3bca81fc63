using System.Globalization;
using System.Text.RegularExpressions;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What the comment at the head of a script promises.</summary>
internal sealed partial record ScriptHeader(string Name, string Purpose, string[] Keys, bool EveryTable, int Arguments, bool MoreArguments, string Returns, string Cost)
{
    public static ScriptHeader Parse(string script)
    {
        var lines = script.Split('\n').SkipWhile(line => line.StartsWith("#!", StringComparison.Ordinal)).TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal)).ToArray();
        var title = Title().Match(lines[0]);
        Assert.True(title.Success, $"The first line says '-- name: what it does', not '{lines[0]}'.");

        var keys = Line(lines, "keys").Split(' ');
        var (arguments, more) = (0, false);
        foreach (var line in lines)
        {
            if (Argument().Match(line) is { Success: true } argument)
            {
                Assert.False(more, "Nothing comes after an argument that may be many.");
                Assert.Equal(arguments + 1, Number(argument));
                more = argument.Groups["more"].Success;
                arguments += more ? 0 : 1;
            }
        }
        return new(title.Groups["name"].Value, title.Groups["purpose"].Value, [.. keys.Select(key => key.TrimEnd('*'))], keys[^1].EndsWith('*'), arguments, more, Line(lines, "returns"), Line(lines, "cost"));
    }

    private static int Number(Match match) => int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture);

    private static string Line(string[] lines, string word) =>
        Assert.Single(lines, line => line.StartsWith($"-- {word} ", StringComparison.Ordinal))[(3 + word.Length)..].Trim();

    [GeneratedRegex(@"^-- (?<name>[a-z]+): (?<purpose>\S.+)$")]
    private static partial Regex Title();

    [GeneratedRegex(@"^-- ARGV\[(?<n>\d+)\]\s+(?<more>…)?\s*\S")]
    private static partial Regex Argument();
}
