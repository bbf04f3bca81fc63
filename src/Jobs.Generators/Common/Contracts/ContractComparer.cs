using Jobs.Generators.Model;

namespace Jobs.Generators.Contracts;

/// <summary>Finds what bytes of one contract lose or cannot say when they are read by another. Names of types do not matter: the wire does not have them.</summary>
internal sealed class ContractComparer
{
    private readonly ContractJob old;
    private readonly ContractJob now;
    private readonly List<ContractChange> changes = [];
    private readonly HashSet<(string Old, string Now)> seen = [];

    private ContractComparer(ContractJob old, ContractJob now)
    {
        this.old = old;
        this.now = now;
    }

    public static List<ContractChange> Compare(ContractJob old, ContractJob now)
    {
        var payload = new ContractComparer(old, now);
        payload.Named("", old.Type, now.Type);
        if (old.Result is { } result)
        {
            payload.changes.AddRange(Result(old, now, result));
        }

        return payload.changes;
    }

    /// <summary>Whether every value of a type in one contract is one of a type in another.</summary>
    public static bool Reads(ContractJob old, string oldType, ContractJob now, string nowType)
    {
        var comparer = new ContractComparer(old, now);
        comparer.Named("", oldType, nowType);
        return comparer.changes.Count == 0;
    }

    private static IEnumerable<ContractChange> Result(ContractJob old, ContractJob now, string result)
    {
        if (now.Result is not { } other)
        {
            return [new ContractChange(ChangeKind.Result, "", $"was '{result}', and there is none now")];
        }

        var comparer = new ContractComparer(old, now);
        comparer.Value("", WireText.Parse(result)!, WireText.Parse(other)!);
        return comparer.changes.Select(static c => new ContractChange(ChangeKind.Result, "", c.Path.Length == 0 ? c.Text : $"has changed in '{c.Path}', which {c.Text}"));
    }

    private void Value(string path, WireText from, WireText to)
    {
        if (from.IsNullable && !to.IsNullable)
        {
            Add(ChangeKind.Retyped, path, $"was '{from}' and is '{to}' now: stored jobs may hold null");
            return;
        }

        if (from.IsCollection || to.IsCollection)
        {
            if (from.Name != to.Name || from.Items.Count != to.Items.Count)
            {
                Retyped(path, from.ToString(), to.ToString());
                return;
            }

            for (var i = 0; i < from.Items.Count; i++)
            {
                Value(path, from.Items[i], to.Items[i]);
            }

            return;
        }

        var (oldType, nowType) = (old.Find(from.Name), now.Find(to.Name));
        if (oldType is not null && nowType is not null)
        {
            Named(path, from.Name, to.Name);
        }
        else if (!LeafReads.Of(NumberOr(oldType, from), NumberOr(nowType, to)))
        {
            Retyped(path, from.Name, to.Name);
        }
    }

    /// <summary>An enum is a number to whoever does not have it.</summary>
    private static Leaf NumberOr(ContractType? type, WireText text) => type is null ? text.Leaf : type.Form == ContractForm.Enum ? WireText.Parse(type.Number)!.Leaf : Leaf.None;

    private void Named(string path, string from, string to)
    {
        if (!seen.Add((from, to)) || old.Find(from) is not { } oldType || now.Find(to) is not { } nowType)
        {
            return;
        }

        if (oldType.Form != nowType.Form)
        {
            Retyped(path, $"{Words(oldType.Form)} ({from})", $"{Words(nowType.Form)} ({to})");
            return;
        }

        switch (oldType.Form)
        {
            case ContractForm.Enum: Enum(path, oldType, nowType); break;
            case ContractForm.Union: Union(path, oldType, nowType); break;
            case ContractForm.Map: Members(path, oldType, nowType, static (a, b) => a.Name == b.Name); break;
            default: Members(path, oldType, nowType, static (a, b) => a.Index == b.Index); break;
        }
    }

    private void Members(string path, ContractType from, ContractType to, Func<ContractEntry, ContractEntry, bool> same)
    {
        var renamed = new HashSet<string>(StringComparer.Ordinal); // one mistake, said once
        foreach (var member in from.Entries)
        {
            var at = Path(path, member.Name);
            var other = to.Entries.FirstOrDefault(e => same(member, e));
            if (other?.Name != member.Name && member.Index >= 0 && to.Entries.FirstOrDefault(e => e.Name == member.Name) is { } moved)
            {
                Add(ChangeKind.Retyped, at, $"was at position {member.Index} and is at {moved.Index} now: stored jobs hold it at {member.Index}");
            }
            else if (other is null)
            {
                renamed.Add(Removed(at, member, from, to) ?? "");
            }
            else
            {
                var before = changes.Count;
                Value(at, WireText.Parse(member.Type)!, WireText.Parse(other.Type)!);
                if (!member.IsRequired && other.IsRequired && changes.Count == before)
                {
                    Add(ChangeKind.Required, at, "must be there now, and jobs stored before may not have it");
                }
            }
        }

        foreach (var member in to.Entries)
        {
            if (member.IsRequired && !renamed.Contains(member.Name) && !from.Entries.Any(e => same(e, member) || e.Name == member.Name))
            {
                Add(ChangeKind.Required, Path(path, member.Name), "is new and must be there, and jobs stored before do not have it");
            }
        }
    }

    /// <returns>The member that seems to be it now.</returns>
    private string? Removed(string path, ContractEntry member, ContractType from, ContractType to)
    {
        var candidates = to.Entries.Where(e => e.Type == member.Type && e.Index < 0 && !from.Entries.Any(o => o.Name == e.Name)).ToList();
        var seemsToBe = candidates.Count == 1 ? candidates[0].Name : null;
        changes.Add(new ContractChange(ChangeKind.Removed, path, $"({member.Type}) is gone, and what stored jobs hold in it would be dropped") { SeemsToBe = seemsToBe });
        return seemsToBe;
    }

    private void Enum(string path, ContractType from, ContractType to)
    {
        foreach (var value in from.Entries)
        {
            if (to.Entries.FirstOrDefault(e => e.Name == value.Name) is { } same)
            {
                if (same.Type != value.Type)
                {
                    Add(ChangeKind.Meaning, path, $"is a '{from.Name}', whose '{value.Name}' was {value.Type} and is {same.Type} now: stored jobs hold the number {value.Type}");
                }
            }
            else if (!to.Entries.Any(e => e.Type == value.Type))
            {
                Add(ChangeKind.Meaning, path, $"is a '{from.Name}', whose '{value.Name}' is gone: stored jobs may hold its number {value.Type}");
            }
        }

        if (!LeafReads.Of(WireText.Parse(from.Number)!.Leaf, WireText.Parse(to.Number)!.Leaf))
        {
            Retyped(path, $"{from.Name} ({from.Number})", $"{to.Name} ({to.Number})");
        }
    }

    private void Union(string path, ContractType from, ContractType to)
    {
        foreach (var member in from.Entries)
        {
            if (to.Entries.FirstOrDefault(e => e.Index == member.Index) is { } same)
            {
                Value(path, WireText.Parse(member.Type)!, WireText.Parse(same.Type)!);
            }
            else
            {
                Add(ChangeKind.Meaning, path, $"is a '{from.Name}', whose case {member.Index} ('{member.Type}') is gone: stored jobs may hold it");
            }
        }
    }

    private void Retyped(string path, string from, string to) => Add(ChangeKind.Retyped, path, $"was '{from}' and is '{to}' now: stored jobs cannot, or cannot always, be read as that");

    private void Add(ChangeKind kind, string path, string text) => changes.Add(new ContractChange(kind, path, text));

    private static string Path(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";

    private static string Words(ContractForm form) => form switch { ContractForm.Map => "a map", ContractForm.Array => "an array", ContractForm.Enum => "an enum", _ => "a union" };
}
