using Jobs.Generators.Model;
using Jobs.Generators.Text;

namespace Jobs.Generators.Emission;

/// <summary>Writes and reads a union: the number of the case, then its value.</summary>
internal static class UnionEmitter
{
    public static void Write(CodeWriter code, UnionCodec codec)
    {
        code.Line("writer.WriteArrayHeader(2);");
        for (var i = 0; i < codec.Cases.Count; i++)
        {
            var type = codec.Cases[i].Type;
            using (code.Block($"{(i == 0 ? "" : "else ")}if (value.GetType() == typeof({type.Name}))"))
            {
                code.Line($"writer.Write({codec.Cases[i].Key});");
                code.Line($"{Names.Codec(type.Name)}.Write(ref writer, ({type.Name})value, depth + 1);");
            }
        }

        using (code.Block("else"))
        {
            code.Line($"throw global::Jobs.Wire.WireErrors.IsNoCase(value, {ObjectWriteEmitter.Literal(codec.Display)});");
        }
    }

    public static void Read(CodeWriter code, UnionCodec codec)
    {
        code.Line("global::Jobs.Wire.WireFormat.ReadArrayOf(ref reader, 2);");
        code.Line("var number = reader.ReadInt32();");
        code.Line($"{codec.Type.Name}? value = number switch");
        using (code.Block("", close: "};"))
        {
            foreach (var @case in codec.Cases)
            {
                code.Line($"{@case.Key} => {Values.Read(@case.Type)},");
            }

            code.Line($"_ => throw global::Jobs.Wire.WireErrors.UnknownCase(number, {ObjectWriteEmitter.Literal(codec.Display)}),");
        }

        code.Line("reader.Depth--;");
        code.Line("return value;");
    }
}
