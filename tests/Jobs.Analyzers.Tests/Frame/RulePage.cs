namespace Jobs.Analyzers.Tests.Frame;

/// <summary>A page of docs/rules, taken apart.</summary>
internal sealed record RulePage(string Heading, string Facts, string[] Sections, string Example, string Fix)
{
    public static RulePage Of(string id)
    {
        var lines = Repository.LinesOf($"docs/rules/{id}.md");
        return new RulePage(
            lines[0],
            lines[2],
            [.. lines.Where(static l => l.StartsWith("## ", StringComparison.Ordinal)).Select(static l => l[3..])],
            CodeOf("Example", lines),
            CodeOf("Fix", lines));
    }

    private static string CodeOf(string section, string[] lines) => string.Join('\n', lines
        .SkipWhile(l => l != $"## {section}").SkipWhile(static l => l != "```csharp").Skip(1).TakeWhile(static l => l != "```"));
}
