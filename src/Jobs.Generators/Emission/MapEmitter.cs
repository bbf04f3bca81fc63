using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Writes and reads dictionaries: a map. Of two equal keys the last wins.</summary>
internal static class MapEmitter
{
    private const string Collections = "global::System.Collections";

    public static void Write(CodeWriter code, MapCodec codec)
    {
        code.Line("writer.WriteMapHeader(value.Count);");
        using (code.Block("foreach (var pair in value)"))
        {
            Values.Write(code, codec.Key, "pair.Key", "depth + 1", "key");
            Values.Write(code, codec.Value, "pair.Value", "depth + 1", "item");
        }
    }

    public static void Read(CodeWriter code, MapCodec codec)
    {
        var arguments = $"<{codec.Key.Name}, {codec.Value.Name}>";
        code.Line("var count = reader.ReadMapHeader();");
        code.Line(codec.Shape switch
        {
            Map.SortedDictionary => $"var items = new {codec.Type.Name}();",
            Map.SortedList => $"var items = new {codec.Type.Name}(global::Jobs.Wire.WireFormat.Capacity(count));",
            _ => $"var items = new {Collections}.Generic.Dictionary{arguments}(global::Jobs.Wire.WireFormat.Capacity(count));",
        });
        using (code.Block("for (var i = 0; i < count; i++)"))
        {
            code.Line($"var key = {Values.ReadItem(codec.Key)};");
            code.Line($"items[key] = {Values.ReadItem(codec.Value)};");
        }

        code.Line();
        code.Line("reader.Depth--;");
        code.Line(codec.Shape switch
        {
            Map.ReadOnlyDictionary => $"return new {codec.Type.Name}(items);",
            Map.FrozenDictionary => $"return {Collections}.Frozen.FrozenDictionary.ToFrozenDictionary(items);",
            Map.ImmutableDictionary or Map.ImmutableSortedDictionary => $"return {Collections}.Immutable.{codec.Shape}.CreateRange(items);",
            _ => "return items;",
        });
    }
}
