using Jobs.Generators.Model;
using Jobs.Generators.Text;

namespace Jobs.Generators.Emission;

/// <summary>The statement that writes a value and the expression that reads one, for every kind of type.</summary>
internal static class Values
{
    private const string Wire = "global::Jobs.Wire.WireValues";

    /// <param name="value">An expression without side effects, or one that may be evaluated once.</param>
    /// <param name="depth">The depth of what is within the value, as C#.</param>
    /// <param name="scratch">A name for a variable that nothing else in scope has.</param>
    /// <param name="qualifier">What to put before the name of a codec outside their namespace.</param>
    /// <param name="member">The member that is written, for errors; empty: an item of one.</param>
    public static void Write(CodeWriter code, TypeRef type, string value, string depth, string scratch = "item", string qualifier = "", string member = "")
    {
        switch (type.Kind)
        {
            case WireKind.Leaf:
                code.Line(type.Leaf == Leaf.String && member.Length > 0 ? $"{Wire}.Write(ref writer, {value}, {ObjectWriteEmitter.Literal(member)});" : WriteLeaf(type.Leaf, value));
                break;
            case WireKind.Enum:
                code.Line($"writer.Write(({Number(type.Leaf)}){value});");
                break;
            case WireKind.Codec:
                code.Line($"{qualifier}{Names.Codec(type.Name)}.Write(ref writer, {value}, {depth});");
                break;
            default:
                using (code.Block($"if ({value} is {{ }} {scratch})"))
                {
                    Write(code, type.Inner!, scratch + Forgive(type.Inner!), depth, scratch + "_", qualifier);
                }

                using (code.Block("else"))
                {
                    code.Line("writer.WriteNil();");
                }

                break;
        }
    }

    /// <returns>For a reference type, an expression that may be null.</returns>
    public static string Read(TypeRef type, string qualifier = "") => type.Kind switch
    {
        WireKind.Leaf => ReadLeaf(type.Leaf),
        WireKind.Enum => $"({type.Name}){ReadLeaf(type.Leaf)}",
        WireKind.Codec => $"{qualifier}{Names.Codec(type.Name)}.Read(ref reader)",
        _ => $"reader.TryReadNil() ? ({type.Name})null : {Read(type.Inner!, qualifier)}",
    };

    /// <summary>As <see cref="Read"/>, where the type says that it is not null but nothing is lost if it is: an item of a collection.</summary>
    public static string ReadItem(TypeRef type, string qualifier = "") => Read(type, qualifier) + (type.IsReference ? "!" : "");

    /// <summary>The type of a variable that may hold null.</summary>
    public static string OrNull(TypeRef type) => type.IsReference ? type.Name + "?" : type.Name;

    /// <summary>What hides that a type argument is annotated: <c>List&lt;string&gt;</c> and <c>List&lt;string?&gt;</c> share a codec.</summary>
    public static string Forgive(TypeRef type) =>
        type.Kind is WireKind.Codec or WireKind.Nullable && (type.Name.Contains("<") || type.Name.EndsWith("]", StringComparison.Ordinal)) ? "!" : "";

    private static string WriteLeaf(Leaf leaf, string value) => leaf switch
    {
        Leaf.MemoryOfByte or Leaf.ReadOnlyMemoryOfByte => $"writer.Write({value}.Span);",
        (< Leaf.Decimal and not Leaf.String) or Leaf.ByteArray => $"writer.Write({value});",
        _ => $"{Wire}.Write(ref writer, {value});",
    };

    private static string ReadLeaf(Leaf leaf) => leaf switch
    {
        < Leaf.Decimal => $"reader.Read{leaf}()",
        Leaf.ByteArray or Leaf.MemoryOfByte or Leaf.ReadOnlyMemoryOfByte => $"{Wire}.ReadBytes(ref reader)",
        Leaf.ArraySegmentOfByte => $"{Wire}.ReadSegment(ref reader)",
        _ => $"{Wire}.Read{leaf}(ref reader)",
    };

    private static string Number(Leaf leaf) => leaf switch
    {
        Leaf.Byte => "byte",
        Leaf.SByte => "sbyte",
        Leaf.Int16 => "short",
        Leaf.UInt16 => "ushort",
        Leaf.UInt32 => "uint",
        Leaf.Int64 => "long",
        Leaf.UInt64 => "ulong",
        _ => "int",
    };
}
