using System.Globalization;
using System.Text;

namespace Jobs.Generators.Contracts;

/// <summary>The lines of <c>jobs.contracts.txt</c>: each says one thing and stands for itself, so that their order means nothing and two
/// branches are merged by keeping the lines of both. A type that several jobs reach is written once, for all of them.</summary>
internal static class ContractText
{
    /// <summary>What stands in the place of a job's name where a type is described for all jobs that do not describe it themselves.</summary>
    public const string AllJobs = "*";

    public const string Header =
        "# What stored jobs look like, one line per job and member: docs/evolution.md. Checked by the compiler, changed by its fixes;\n"
        + "# to merge two branches, keep the lines of both.\n";

    /// <summary>The lines of one version, in the order in which they are written, with all that it reaches.</summary>
    public static IEnumerable<string> Lines(ContractJob job) => Lines(job, static _ => true);

    /// <param name="job">The version.</param>
    /// <param name="isOwn">Whether it describes a type itself.</param>
    internal static IEnumerable<string> Lines(ContractJob job, Func<ContractType, bool> isOwn)
    {
        var start = Start(job.Name, job.Version);
        foreach (var type in job.Types)
        {
            if (type.Name == job.Type)
            {
                yield return $"{start}job {type.Name} {FormOf(type)}{(job.Result is null ? "" : " result " + job.Result)}{(job.Aliases.Count == 0 ? "" : " aliases " + string.Join(",", job.Aliases))}";
            }
            else if (isOwn(type))
            {
                yield return $"{start}type {type.Name} {FormOf(type)}";
            }
            else
            {
                continue;
            }

            foreach (var line in Entries(start, type))
            {
                yield return line;
            }
        }
    }

    /// <summary>The lines of a type for all jobs.</summary>
    internal static IEnumerable<string> Lines(ContractType type) => Entries(Start(AllJobs, 1), type).Prepend($"{Start(AllJobs, 1)}type {type.Name} {FormOf(type)}");

    private static IEnumerable<string> Entries(string start, ContractType type) => type.Entries.Select(entry => start + type.Form switch
    {
        ContractForm.Enum => $"value {type.Name} {entry.Name}={entry.Type}",
        ContractForm.Union => $"case {type.Name} {Number(entry.Index)}={entry.Type}",
        _ => $"member {type.Name} {(entry.Index < 0 ? "" : Number(entry.Index) + ":")}{Quote(entry.Name)} {entry.Type} {(entry.IsRequired ? "required" : "optional")}{(entry.IsSensitive ? " sensitive" : "")}",
    });

    /// <summary>What every line of one version begins with.</summary>
    public static string Start(string name, int version) => $"{name} v{Number(version)} ";

    /// <summary>Puts versions of jobs in the place of what the text says of them; everything else means what it meant.</summary>
    public static string With(string text, IEnumerable<ContractJob> jobs)
    {
        var written = jobs.ToList();
        var common = CommonTypes.Of(ContractReader.Read(text), ContractReader.CommonIn(text), written);
        var lines = LinesOf(text, out var newLine);
        var starts = new HashSet<(string, int)>(written.Select(static j => (j.Name, j.Version)));
        lines.RemoveAll(l => KeyOf(l) is { } key && (key.Name == AllJobs || starts.Contains(key) || (TypeOf(l) is { } type && common.IsDescribedFor(key, type))));
        foreach (var job in written)
        {
            Insert(lines, (job.Name, job.Version), Lines(job, type => !common.Has(type)));
        }

        Insert(lines, (AllJobs, 1), common.Types.SelectMany(Lines));
        return string.Join(newLine, lines) + newLine;
    }

    /// <summary>Takes versions of jobs out.</summary>
    public static string Without(string text, IEnumerable<ContractJob> jobs)
    {
        var lines = LinesOf(text, out var newLine);
        var starts = new HashSet<(string, int)>(jobs.Select(static j => (j.Name, j.Version)));
        lines.RemoveAll(l => KeyOf(l) is { } key && starts.Contains(key));
        return string.Join(newLine, lines) + newLine;
    }

    private static List<string> LinesOf(string text, out string newLine)
    {
        newLine = text.Contains("\r\n") ? "\r\n" : "\n";
        var before = (text.Length == 0 ? Header : text).Replace("\r\n", "\n").TrimEnd('\n');
        return before.Length == 0 ? [] : [.. before.Split('\n')];
    }

    private static void Insert(List<string> lines, (string, int) at, IEnumerable<string> added)
    {
        var next = lines.FindIndex(l => KeyOf(l) is { } key && Compare(key, at) > 0);
        lines.InsertRange(next < 0 ? lines.Count : next, added);
    }

    /// <summary>The type that a line describes; null: the line is a job's.</summary>
    private static string? TypeOf(string line) =>
        line.Split([' '], StringSplitOptions.RemoveEmptyEntries) is [_, _, "type" or "member" or "value" or "case", var type, ..] ? type : null;

    /// <summary>The job and version a line begins with; null for comments and what cannot be read.</summary>
    public static (string Name, int Version)? KeyOf(string line)
    {
        var parts = line.Split([' '], 3);
        return parts.Length == 3 && !line.StartsWith("#", StringComparison.Ordinal) && parts[1].StartsWith("v", StringComparison.Ordinal)
            && int.TryParse(parts[1].Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? (parts[0], version) : null;
    }

    /// <summary>A name that is no C# identifier is put in quotes, with everything in it escaped that is no letter or digit.</summary>
    public static string Quote(string name)
    {
        if (name.Length > 0 && !char.IsDigit(name[0]) && name.All(static c => char.IsLetterOrDigit(c) || c == '_'))
        {
            return name;
        }

        var text = new StringBuilder("\"");
        foreach (var c in name)
        {
            text.Append(c is '-' or '_' or '.' || char.IsLetterOrDigit(c) ? c.ToString() : $"\\u{(int)c:x4}");
        }

        return text.Append('"').ToString();
    }

    /// <returns>Null: not as <see cref="Quote"/> writes it.</returns>
    public static string? Unquote(string text)
    {
        if (!text.StartsWith("\"", StringComparison.Ordinal))
        {
            return text.Length > 0 ? text : null;
        }

        var name = new StringBuilder();
        var i = 1;
        for (; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] != '\\')
            {
                name.Append(text[i]);
            }
            else if (i + 5 < text.Length && text[i + 1] == 'u'
                && ushort.TryParse(text.Substring(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                name.Append((char)code);
                i += 5;
            }
            else
            {
                return null;
            }
        }

        return i == text.Length - 1 ? name.ToString() : null;
    }

    private static string FormOf(ContractType type) => type.Form == ContractForm.Enum ? "enum:" + type.Number : type.Form.ToString().ToLowerInvariant();

    private static int Compare((string Name, int Version) a, (string Name, int Version) b) =>
        string.CompareOrdinal(a.Name, b.Name) is var order && order != 0 ? order : a.Version.CompareTo(b.Version);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
