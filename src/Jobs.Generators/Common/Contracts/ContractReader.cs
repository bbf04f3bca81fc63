using System.Globalization;
using Jobs.Generators.Model;

namespace Jobs.Generators.Contracts;

/// <summary>Reads <c>jobs.contracts.txt</c>. Lines may come in any order, and twice. What a job's own lines do not describe, those for all jobs do.</summary>
internal sealed class ContractReader
{
    private readonly Dictionary<(string Name, int Version), Draft> drafts = [];
    private readonly List<ContractProblem> problems = [];

    public static ContractFile Read(string text) => ReadLines(text).Finish();

    /// <summary>The types that a text describes for all jobs.</summary>
    public static IEnumerable<ContractType> CommonIn(string text) =>
        ReadLines(text).drafts.TryGetValue((ContractText.AllJobs, 1), out var common) ? common.Types() : [];

    private static ContractReader ReadLines(string text)
    {
        var reader = new ContractReader();
        var lines = text.Replace("\r\n", "\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length > 0 && !line.StartsWith("#", StringComparison.Ordinal) && reader.Line(line, i) is { } problem)
            {
                reader.problems.Add(new ContractProblem(i, problem));
            }
        }

        return reader;
    }

    /// <returns>What is wrong with it; null: nothing.</returns>
    private string? Line(string line, int number)
    {
        if (ContractText.KeyOf(line) is not { } key || key.Version is < 1 or > Limits.MaxVersion)
        {
            return line.StartsWith("<<<<<<<", StringComparison.Ordinal) || line.StartsWith("=======", StringComparison.Ordinal) || line.StartsWith(">>>>>>>", StringComparison.Ordinal)
                ? "it is the mark of a merge conflict: keep the lines of both sides"
                : "it does not begin with a job's name and version, such as 'send-email v1'";
        }

        if (!drafts.TryGetValue(key, out var draft))
        {
            drafts.Add(key, draft = new Draft(number));
        }

        var words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries).Skip(2).ToArray();
        return words switch
        {
            ["job", ..] when key.Name == ContractText.AllJobs => "it is a line for all jobs: those take type, member, value or case",
            ["job", _, _, ..] => Job(draft, words[1], words[2], words.Skip(3).ToArray()),
            ["type", var type, var form] => draft.Type(type, form),
            ["member", _, _, _, "required" or "optional"] or ["member", _, _, _, "required" or "optional", "sensitive"] => Member(draft, words),
            ["value", var type, var value] => Value(draft, type, value),
            ["case", var type, var value] => Case(draft, type, value),
            _ => "after the version it takes job, type, member, value or case",
        };
    }

    private static string? Job(Draft draft, string type, string form, string[] rest)
    {
        for (var i = 0; i < rest.Length; i += 2)
        {
            if (i + 1 == rest.Length || rest[i] is not ("result" or "aliases") || (rest[i] == "result" && WireText.Parse(rest[i + 1]) is null))
            {
                return "a job's line takes its type, map or array, 'result Type' and 'aliases a,b'";
            }

            if (rest[i] == "result")
            {
                draft.Result = rest[i + 1];
            }
            else
            {
                draft.Aliases.UnionWith(rest[i + 1].Split(','));
            }
        }

        if (draft.Payload is not null && draft.Payload != type)
        {
            return $"the job has a line with another type, '{draft.Payload}': remove one of the two";
        }

        draft.Payload = type;
        return form is "map" or "array" ? draft.Type(type, form) : "a payload is a map or an array";
    }

    private static string? Member(Draft draft, string[] words)
    {
        var (name, wire) = (words[2], words[3]);
        var colon = name.StartsWith("\"", StringComparison.Ordinal) ? -1 : name.IndexOf(':');
        var index = colon < 0 ? -1 : Index(name.Substring(0, colon));
        return index is { } at && ContractText.Unquote(name.Substring(colon + 1)) is { } plain && WireText.Parse(wire) is not null
            ? draft.Add(words[1], new ContractEntry(plain, at, wire, words[4] == "required", words.Length == 6))
            : "a member is written as 'member Type Name int required' (or optional), by position as '0:Name'";
    }

    private static string? Value(Draft draft, string type, string text) =>
        Pair(text) is { } pair && Is64Bit(pair.Right) ? draft.Add(type, new ContractEntry(pair.Left, -1, pair.Right, false, false)) : "a value is written as Name=1";

    private static string? Case(Draft draft, string type, string text) =>
        Pair(text) is { } pair && Index(pair.Left) is { } index && WireText.Parse(pair.Right) is not null
            ? draft.Add(type, new ContractEntry("", index, pair.Right, false, false)) : "a case is written as 0=Type";

    private static (string Left, string Right)? Pair(string text)
    {
        var at = text.IndexOf('=');
        return at > 0 ? (text.Substring(0, at), text.Substring(at + 1)) : null;
    }

    private static int? Index(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static bool Is64Bit(string number) =>
        long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) || ulong.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private ContractFile Finish()
    {
        var jobs = new List<ContractJob>();
        drafts.TryGetValue((ContractText.AllJobs, 1), out var common);
        foreach (var pair in drafts.Where(static d => d.Key.Name != ContractText.AllJobs).OrderBy(static d => d.Key.Name, StringComparer.Ordinal).ThenBy(static d => d.Key.Version))
        {
            if (pair.Value.Payload is not { } payload)
            {
                problems.Add(new ContractProblem(pair.Value.Line, $"'{pair.Key.Name} v{pair.Key.Version}' has no line with 'job'"));
            }
            else if (pair.Value.Build(pair.Key.Name, pair.Key.Version, payload, common) is var job && Undescribed(job) is { } type)
            {
                problems.Add(new ContractProblem(pair.Value.Line, $"'{pair.Key.Name} v{pair.Key.Version}' says nothing of the form of '{type}': a line with 'type' is missing"));
            }
            else
            {
                jobs.Add(job);
            }
        }

        return new ContractFile(jobs.ToEquatable(), problems.OrderBy(static p => p.Line).ToEquatable());
    }

    /// <summary>A type that is used and has no line: what is stored in its place is not known.</summary>
    private static string? Undescribed(ContractJob job)
    {
        var known = new HashSet<string>(job.Types.Select(static t => t.Name), StringComparer.Ordinal);
        var texts = job.Types.Where(static t => t.Form != ContractForm.Enum).SelectMany(static t => t.Entries).Select(static e => e.Type).Append(job.Result ?? "int");
        return texts.SelectMany(static t => Names(WireText.Parse(t)!)).FirstOrDefault(n => !known.Contains(n));
    }

    private static IEnumerable<string> Names(WireText text) =>
        text.IsCollection ? text.Items.SelectMany(Names) : text.Leaf == Leaf.None ? [text.Name] : [];

    /// <summary>What has been read of one version.</summary>
    private sealed class Draft(int line)
    {
        private readonly Dictionary<string, (ContractForm Form, string Number)> forms = new(StringComparer.Ordinal);
        private readonly Dictionary<string, List<ContractEntry>> entries = new(StringComparer.Ordinal);

        public int Line { get; } = line;

        public string? Payload { get; set; }

        public string? Result { get; set; }

        public SortedSet<string> Aliases { get; } = new(StringComparer.Ordinal);

        public string? Type(string name, string form)
        {
            (ContractForm Form, string Number)? read = form switch
            {
                "map" => (ContractForm.Map, ""),
                "array" => (ContractForm.Array, ""),
                "union" => (ContractForm.Union, ""),
                _ when form.StartsWith("enum:", StringComparison.Ordinal) && WireText.Parse(form.Substring(5)) is { Leaf: not Leaf.None } => (ContractForm.Enum, form.Substring(5)),
                _ => null,
            };
            if (read is not { } found)
            {
                return "a type is a map, an array, a union or an enum:int";
            }

            if (forms.TryGetValue(name, out var other) && other != found)
            {
                return $"'{name}' has another form on another line: remove one of the two";
            }

            forms[name] = found;
            return null;
        }

        public string? Add(string type, ContractEntry entry)
        {
            if (!entries.TryGetValue(type, out var list))
            {
                entries.Add(type, list = []);
            }

            var other = list.Find(e => entry.Index >= 0 ? e.Index == entry.Index : e.Name == entry.Name);
            if (other is not null && other != entry)
            {
                return $"'{type}' has another line for '{(entry.Name.Length > 0 ? entry.Name : entry.Index.ToString(CultureInfo.InvariantCulture))}': remove one of the two";
            }

            if (other is null)
            {
                list.Add(entry);
            }

            return null;
        }

        public ContractJob Build(string name, int version, string payload, Draft? common)
        {
            var types = forms.Keys.ToDictionary(static n => n, n => Describe(n), StringComparer.Ordinal);
            var open = new Stack<string>(types.Values.SelectMany(Reached).Concat(Result is null ? [] : Names(WireText.Parse(Result)!)));
            while (common is not null && open.Count > 0)
            {
                var type = open.Pop();
                if (!types.ContainsKey(type) && common.forms.ContainsKey(type))
                {
                    types.Add(type, common.Describe(type));
                    foreach (var next in Reached(types[type]))
                    {
                        open.Push(next);
                    }
                }
            }

            return new ContractJob(
                name, version, payload, Result, Aliases.ToEquatable(),
                types.Values.OrderByDescending(t => t.Name == payload).ThenBy(static t => t.Name, StringComparer.Ordinal).ToEquatable());
        }

        public IEnumerable<ContractType> Types() => forms.Keys.Select(Describe);

        private static IEnumerable<string> Reached(ContractType type) =>
            type.Form == ContractForm.Enum ? [] : type.Entries.SelectMany(static e => Names(WireText.Parse(e.Type)!));

        private ContractType Describe(string type) => new(type, forms[type].Form, forms[type].Number, Entries(type));

        private EquatableArray<ContractEntry> Entries(string type) => entries.TryGetValue(type, out var list)
            ? list.OrderBy(static e => e.Index).ThenBy(static e => e.Name, StringComparer.Ordinal).ToEquatable()
            : default;
    }
}
