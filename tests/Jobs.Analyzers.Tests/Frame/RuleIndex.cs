using System.Text;

namespace Jobs.Analyzers.Tests.Frame;

/// <summary>The list of all rules as docs/rules/README.md has it, written from the descriptors.</summary>
internal static class RuleIndex
{
    public const string Begin = "<!-- index: written by the tests, see docs/adding-a-rule.md -->";
    public const string End = "<!-- end of the index -->";

    private static readonly (string Category, string About)[] Families =
    [
        ("Shape", "JOB1xxx: the shape of jobs and handlers"),
        ("Idempotency", "JOB2xxx: what a second run would do again"),
        ("Budget", "JOB3xxx: cancellation, time and budget"),
        ("Evolution", "JOB4xxx: stored jobs and the code that changes"),
    ];

    public static string Write()
    {
        var text = new StringBuilder().Append(Begin).Append('\n');
        foreach (var (category, about) in Families)
        {
            var rules = Library.Rules.Where(r => r.Category == category).ToList();
            if (rules.Count > 0)
            {
                text.Append($"\n### {about}\n\n| Rule | Says | Severity | Fix |\n|---|---|---|---|\n");
                foreach (var rule in rules)
                {
                    text.Append($"| [{rule.Id}]({rule.Id}.md) | {rule.Title} | {rule.DefaultSeverity} | {(Library.FixesOf(rule).Any() ? "yes" : "no")} |\n");
                }
            }
        }

        return text.Append('\n').Append(End).ToString();
    }
}
