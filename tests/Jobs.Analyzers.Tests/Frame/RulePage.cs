namespace Jobs.Analyzers.Tests.Frame;

/// <summary>A page of docs/rules, taken apart.</summary>
/// <param name="Heading">Its first line.</param>
/// <param name="Facts">Severity, whether there is a fix, since when.</param>
/// <param name="Sections">Their titles.</param>
/// <param name="Empty">The titles of those with nothing in them.</param>
/// <param name="Bad">The code that is reported.</param>
/// <param name="Good">The code to write instead.</param>
/// <param name="NotReported">Code that looks like it and is left alone; null: the page shows none.</param>
/// <param name="BadGenerated">What another source generator adds to the bad code; null: nothing.</param>
/// <param name="BadContracts">The <c>jobs.contracts.txt</c> beside the bad code; null: none.</param>
/// <param name="GoodContracts">The one beside the good code: its own, or the same.</param>
/// <param name="BadLanguage">The <c>LangVersion</c> of the bad code; null: the latest.</param>
internal sealed record RulePage(string Heading, string Facts, string[] Sections, string[] Empty, string Bad, string Good, string? NotReported, string? BadGenerated, string? BadContracts, string? GoodContracts, string? BadLanguage)
{
    public static RulePage Of(string id)
    {
        var lines = Repository.LinesOf($"docs/rules/{id}.md");
        return new RulePage(
            lines[0],
            lines[2],
            [.. lines.Where(static l => l.StartsWith("## ", StringComparison.Ordinal)).Select(static l => l[3..])],
            [.. SectionsOf(lines).Where(static s => s.Body.All(string.IsNullOrWhiteSpace)).Select(static s => s.Title)],
            CodeOf("Bad code", lines, "csharp")!,
            CodeOf("Good code", lines, "csharp")!,
            CodeOf("Not reported", lines, "csharp"),
            CodeOf("Bad code", lines, "csharp", skip: 1),
            CodeOf("Bad code", lines, "text"),
            CodeOf("Good code", lines, "text") ?? CodeOf("Bad code", lines, "text"),
            CodeOf("Bad code", lines, "xml")?.Replace("<LangVersion>", "", StringComparison.Ordinal).Replace("</LangVersion>", "", StringComparison.Ordinal));
    }

    private static IEnumerable<(string Title, IEnumerable<string> Body)> SectionsOf(string[] lines) =>
        lines.Index().Where(static l => l.Item.StartsWith("## ", StringComparison.Ordinal))
            .Select(l => (l.Item[3..], lines.Skip(l.Index + 1).TakeWhile(static after => !after.StartsWith("## ", StringComparison.Ordinal))));

    private static string? CodeOf(string section, string[] lines, string language, int skip = 0)
    {
        var body = SectionsOf(lines).Where(s => s.Title == section).SelectMany(static s => s.Body).ToList();
        var start = body.Index().Where(l => l.Item == "```" + language).Skip(skip).Select(static l => l.Index).FirstOrDefault(-1);
        return start < 0 ? null : string.Join('\n', body.Skip(start + 1).TakeWhile(static l => l != "```"));
    }
}
