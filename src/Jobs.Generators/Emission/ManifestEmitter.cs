using System.Globalization;
using System.Text;
using Jobs.Generators.Contracts;
using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Writes a job's manifest: JSON with its settings and, per version, the types of its payload.</summary>
internal static class ManifestEmitter
{
    /// <returns>A raw string of C#: the JSON has no three quotes in a row, because a quote within a text is escaped.</returns>
    public static string Emit(JobUnit unit)
    {
        var settings = unit.Job.Settings;
        var contracts = unit.Before.Reverse().Prepend(ContractBuilder.Build(unit.Job));
        return "\"\"\"" + Object(
            ("name", Text(settings.Name)),
            ("version", Number(settings.Version)),
            ("aliases", settings.Aliases.Count == 0 ? null : Array(settings.Aliases.Select(Text))),
            ("queue", Text(settings.Queue ?? JobDefaults.Queue)),
            ("priority", settings.Priority is { } priority ? Number(priority) : null),
            ("maxAttempts", Number(settings.MaxAttempts ?? JobDefaults.MaxAttempts)),
            ("timeoutSeconds", settings.TimeoutSeconds is { } timeout ? Number(timeout) : null),
            ("retry", Text(settings.Retry ?? "polynomial")),
            ("retentionSeconds", Number(settings.RetentionSeconds ?? JobDefaults.RetentionSeconds)),
            ("contracts", Array(contracts.Select(Contract)))) + "\"\"\"";
    }

    private static string Contract(ContractJob job) => Object(
        ("version", Number(job.Version)),
        ("payload", Text(job.Type)),
        ("result", job.Result is { } result ? Text(result) : null),
        ("types", Array(job.Types.Select(Type))));

    private static string Type(ContractType type) => Object(
        ("name", Text(type.Name)),
        ("form", Text(type.Form.ToString().ToLowerInvariant())),
        type.Form switch
        {
            ContractForm.Enum => ("values", Object(type.Entries.Select(static e => (e.Name, (string?)e.Type)).ToArray())),
            ContractForm.Union => ("cases", Object(type.Entries.Select(static e => (Number(e.Index), (string?)Text(e.Type))).ToArray())),
            _ => ("members", Array(type.Entries.Select(Member))),
        });

    private static string Member(ContractEntry member) => Object(
        ("name", Text(member.Name)),
        ("index", member.Index < 0 ? null : Number(member.Index)),
        ("type", Text(member.Type)),
        ("required", member.IsRequired ? "true" : null),
        ("sensitive", member.IsSensitive ? "true" : null));

    /// <param name="pairs">One without a value is left out.</param>
    private static string Object(params (string Name, string? Value)[] pairs) =>
        "{" + string.Join(",", pairs.Where(static p => p.Value is not null).Select(static p => $"{Text(p.Name)}:{p.Value}")) + "}";

    private static string Array(IEnumerable<string> items) => $"[{string.Join(",", items)}]";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(string text)
    {
        var json = new StringBuilder("\"");
        foreach (var c in text)
        {
            json.Append(c is '"' or '\\' || c < ' ' || c > '~' ? $"\\u{(int)c:x4}" : c.ToString());
        }

        return json.Append('"').ToString();
    }
}
