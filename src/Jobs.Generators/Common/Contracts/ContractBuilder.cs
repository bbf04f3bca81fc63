using Jobs.Generators.Model;

namespace Jobs.Generators.Contracts;

/// <summary>What a job of this compilation looks like when it is stored.</summary>
internal sealed class ContractBuilder
{
    private readonly Dictionary<string, CodecModel> codecs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EnumModel> enums = new(StringComparer.Ordinal);

    private ContractBuilder(JobModel job)
    {
        foreach (var codec in job.Codecs)
        {
            codecs[codec.Type.Name] = codec;
        }

        foreach (var model in job.Enums)
        {
            enums[model.TypeName] = model;
        }
    }

    public static ContractJob Build(JobModel job)
    {
        var builder = new ContractBuilder(job);
        var types = job.Codecs.Select(builder.Describe).OfType<ContractType>().Concat(job.Enums.Select(Describe)).ToList();
        return new ContractJob(
            job.Settings.Name,
            job.Settings.Version,
            NameOf(job.Codec.Display),
            job.Result is { } result ? builder.Text(result) : null,
            job.Settings.Aliases.OrderBy(static a => a, StringComparer.Ordinal).ToEquatable(),
            types.Take(1).Concat(types.Skip(1).OrderBy(static t => t.Name, StringComparer.Ordinal)).ToEquatable());
    }

    /// <summary>The lines of a file are split at spaces.</summary>
    public static string NameOf(string display) => display.Replace(" ", "");

    private ContractType? Describe(CodecModel codec) => codec switch
    {
        ObjectCodec model => new ContractType(NameOf(model.Display), model.IsArrayForm ? ContractForm.Array : ContractForm.Map, "", Members(model)),
        UnionCodec model => new ContractType(NameOf(model.Display), ContractForm.Union, "", model.Cases.Select(c => new ContractEntry("", c.Key, Text(c.Type), false, false)).ToEquatable()),
        _ => null,
    };

    private static ContractType Describe(EnumModel model) => new(NameOf(model.Display), ContractForm.Enum, WireText.Of(model.Number), model.Values
        .Select(static v => new ContractEntry(v.Name, -1, v.Number, false, false)).OrderBy(static v => v.Name, StringComparer.Ordinal).ToEquatable());

    private EquatableArray<ContractEntry> Members(ObjectCodec model) => model.Members
        .Select(m => new ContractEntry(
            m.WireName, m.Index, Text(m.Type) + (m.Type.IsReference && m.AllowsNull ? "?" : ""), m.Missing == Missing.Error, m.IsSensitive))
        .OrderBy(static m => m.Index).ThenBy(static m => m.Name, StringComparer.Ordinal).ToEquatable();

    private string Text(TypeRef type) => type.Kind switch
    {
        WireKind.Leaf => WireText.Of(type.Leaf),
        WireKind.Enum => enums.TryGetValue(type.Name, out var model) ? NameOf(model.Display) : WireText.Of(type.Leaf),
        WireKind.Nullable => Text(type.Inner!) + "?",
        _ => codecs[type.Name] switch
        {
            SequenceCodec list => WireText.Of(WireText.List, Text(list.Item)),
            MapCodec map => WireText.Of(WireText.Map, Text(map.Key), Text(map.Value)),
            TupleCodec tuple => WireText.Of(WireText.Tuple, tuple.Items.Select(Text).ToArray()),
            var named => NameOf(named.Display),
        },
    };
}
