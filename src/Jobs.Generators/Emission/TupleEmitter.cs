using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Writes and reads tuples and pairs: an array of their items.</summary>
internal static class TupleEmitter
{
    public static void Write(CodeWriter code, TupleCodec codec)
    {
        code.Line($"writer.WriteArrayHeader({codec.Items.Count});");
        for (var i = 0; i < codec.Items.Count; i++)
        {
            Values.Write(code, codec.Items[i], $"value.{codec.Members[i]}", "depth + 1", "item" + (i + 1));
        }
    }

    public static void Read(CodeWriter code, TupleCodec codec)
    {
        code.Line($"global::Jobs.Wire.WireFormat.ReadArrayOf(ref reader, {codec.Items.Count});");
        for (var i = 0; i < codec.Items.Count; i++)
        {
            code.Line($"var item{i + 1} = {Values.ReadItem(codec.Items[i])};");
        }

        code.Line("reader.Depth--;");
        code.Line($"return new {codec.Type.Name}({string.Join(", ", Enumerable.Range(1, codec.Items.Count).Select(static i => $"item{i}"))});");
    }
}
