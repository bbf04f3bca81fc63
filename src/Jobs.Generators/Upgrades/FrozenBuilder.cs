using Jobs.Generators.Contracts;
using Jobs.Generators.Model;
using Jobs.Generators.Parsing;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Upgrades;

/// <summary>Makes the types of one earlier version. A type of today that still reads what was stored stands for itself; the others, and the
/// payload always, get a frozen copy.</summary>
internal sealed class FrozenBuilder
{
    private readonly JobModel job;
    private readonly ContractJob old;
    private readonly FrozenNames names;
    private readonly Dictionary<string, TypeRef> today = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodecModel> codecs = new(StringComparer.Ordinal);
    private readonly List<FrozenType> types = [];

    private FrozenBuilder(JobModel job, ContractJob old)
    {
        this.job = job;
        this.old = old;
        names = new FrozenNames(job.Payload, old);
        FindToday();
    }

    public static FrozenVersion Build(JobModel job, ContractJob old)
    {
        var builder = new FrozenBuilder(job, old);
        foreach (var type in old.Types.Where(t => !builder.today.ContainsKey(t.Name)))
        {
            builder.Freeze(type);
        }

        return new FrozenVersion(old.Version, builder.names.Reference(old.Find(old.Type)!), builder.types.ToEquatable(), builder.codecs.Values.ToEquatable());
    }

    /// <summary>A case of a frozen union is frozen with it: today's type does not implement it.</summary>
    private void FindToday()
    {
        var now = ContractBuilder.Build(job);
        foreach (var type in old.Types.Where(t => t.Name != old.Type && ContractComparer.Reads(old, t.Name, now, t.Name)))
        {
            var codec = job.Codecs.FirstOrDefault(c => c is ObjectCodec or UnionCodec && ContractBuilder.NameOf(c.Display) == type.Name);
            var model = job.Enums.FirstOrDefault(e => ContractBuilder.NameOf(e.Display) == type.Name);
            if (codec is not null || model is not null)
            {
                today.Add(type.Name, codec?.Type ?? new TypeRef(model!.TypeName, WireKind.Enum, IsReference: false) { Leaf = model.Number });
            }
        }

        foreach (var union in old.Types.Where(t => t.Form == ContractForm.Union && !today.ContainsKey(t.Name)))
        {
            foreach (var @case in union.Entries)
            {
                today.Remove(@case.Type);
            }
        }
    }

    private void Freeze(ContractType type)
    {
        var self = names.Reference(type);
        var display = $"{type.Name} of version {old.Version}";
        var bases = old.Types.Where(u => u.Form == ContractForm.Union && !today.ContainsKey(u.Name) && u.Entries.Any(e => e.Type == type.Name)).Select(u => names.Reference(u).Name);
        var members = type.Form is ContractForm.Map or ContractForm.Array ? Members(type) : default;
        switch (type.Form)
        {
            case ContractForm.Union:
                codecs[self.Name] = new UnionCodec(self, display, type.Entries.Select(e => new UnionCase(e.Index, Resolve(WireText.Parse(e.Type)!))).ToEquatable());
                break;
            case ContractForm.Map or ContractForm.Array:
                codecs[self.Name] = new ObjectCodec(self, display, type.Form == ContractForm.Array && members.Count > 0, IsSealed: true, members);
                break;
        }

        types.Add(new FrozenType(
            names[type.Name], type.Name, type.Form, type.Form == ContractForm.Enum ? FrozenLeaves.Name(WireText.Parse(type.Number)!.Leaf) : "", bases.ToEquatable(), members,
            type.Form == ContractForm.Enum ? type.Entries.Select(static e => $"{Symbols.Escape(e.Name)} = {e.Type}").ToEquatable() : default));
    }

    private EquatableArray<MemberModel> Members(ContractType type)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return type.Entries.Select(e =>
        {
            var text = WireText.Parse(e.Type)!;
            var plain = Resolve(text);
            var resolved = !e.IsRequired && !plain.IsReference && plain.Kind != WireKind.Nullable ? Nullable(plain) : plain; // whether it was there shows as null
            return new MemberModel(FrozenNames.Member(e.Name, taken), e.Name, e.Index, resolved, !e.IsRequired || text.IsNullable || !resolved.IsReference, e.IsRequired ? Missing.Error : Missing.Default)
            {
                InInitializer = true,
                IsSensitive = e.IsSensitive,
            };
        }).ToEquatable();
    }

    private TypeRef Resolve(WireText text)
    {
        var type = text.IsCollection ? Collection(text)
            : text.Leaf is var leaf and not Leaf.None ? new TypeRef(FrozenLeaves.Name(leaf), WireKind.Leaf, FrozenLeaves.IsReference(leaf)) { Leaf = leaf }
            : today.TryGetValue(text.Name, out var known) ? known : names.Reference(old.Find(text.Name)!);
        return text.IsNullable && !type.IsReference ? Nullable(type) : type;
    }

    private static TypeRef Nullable(TypeRef type) => new(type.Name + "?", WireKind.Nullable, IsReference: false) { Inner = type };

    private TypeRef Collection(WireText text)
    {
        const string Generic = "global::System.Collections.Generic.";
        var items = text.Items.Select(Resolve).ToList();
        var arguments = $"<{string.Join(", ", items)}>";
        var type = text.Name switch
        {
            WireText.List => new TypeRef(Generic + "List" + arguments, WireKind.Codec, IsReference: true),
            WireText.Map => new TypeRef(Generic + "Dictionary" + arguments, WireKind.Codec, IsReference: true),
            _ => new TypeRef("global::System.ValueTuple" + arguments, WireKind.Codec, IsReference: false),
        };
        var display = type.Name.Replace("global::", "");
        codecs[type.Name] = text.Name switch
        {
            WireText.List => new SequenceCodec(type, display, Sequence.List, items[0]),
            WireText.Map => new MapCodec(type, display, Map.Dictionary, items[0], items[1]),
            _ => new TupleCodec(type, display, items.ToEquatable(), items.Select(static (_, i) => i == 7 ? "Rest" : $"Item{i + 1}").ToEquatable()),
        };
        return type;
    }
}

/// <summary>The names of frozen types and members.</summary>
internal sealed class FrozenNames
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly string payload;

    public FrozenNames(PayloadModel payload, ContractJob old)
    {
        this.payload = payload.TypeName;
        var prefix = payload.Taken.Any(t => t.StartsWith($"V{old.Version}", StringComparison.Ordinal)) ? "Version" : "V";
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in old.Types)
        {
            names.Add(type.Name, Free($"{prefix}{old.Version}{(type.Name == old.Type ? "" : Names.Short(type.Name))}", taken));
        }
    }

    public string this[string type] => names[type];

    public TypeRef Reference(ContractType type)
    {
        var name = $"{payload}.{names[type.Name]}";
        return type.Form == ContractForm.Enum
            ? new TypeRef(name, WireKind.Enum, IsReference: false) { Leaf = WireText.Parse(type.Number)!.Leaf }
            : new TypeRef(name, WireKind.Codec, IsReference: true);
    }

    /// <summary>A property for what has any name on the wire.</summary>
    public static string Member(string wireName, HashSet<string> taken)
    {
        var name = new string(wireName.Select(static c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_').ToArray());
        return Symbols.Escape(Free(name.Length > 0 && SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? name : "_" + name, taken));
    }

    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;
        for (var i = 2; !taken.Add(free); i++)
        {
            free = name + i;
        }

        return free;
    }
}

/// <summary>The C# types that stand for simple values.</summary>
internal static class FrozenLeaves
{
    public static bool IsReference(Leaf leaf) => leaf is Leaf.String or Leaf.Uri or Leaf.Version or Leaf.ByteArray;

    public static string Name(Leaf leaf) => leaf switch
    {
        Leaf.Boolean => "bool",
        Leaf.Int16 => "short",
        Leaf.UInt16 => "ushort",
        Leaf.Int32 => "int",
        Leaf.UInt32 => "uint",
        Leaf.Int64 => "long",
        Leaf.UInt64 => "ulong",
        Leaf.Single => "float",
        Leaf.Byte or Leaf.SByte or Leaf.Double or Leaf.Char or Leaf.String or Leaf.Decimal => leaf.ToString().ToLowerInvariant(),
        Leaf.ByteArray => "byte[]",
        Leaf.BigInteger => "global::System.Numerics.BigInteger",
        Leaf.Rune => "global::System.Text.Rune",
        _ => "global::System." + leaf,
    };
}
