using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Writes and reads dictionaries: a map. Of two equal keys the last wins.</summary>
internal static class MapEmitter
{
    private const string Collections = "global::System.Collections";
    private const string Wire = "global::Jobs.Wire";

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
        var sorted = codec.Shape is Map.SortedDictionary or Map.SortedList;
        code.Line("var count = reader.ReadMapHeader();");
        if (sorted)
        {
            code.Line($"var items = new {Collections}.Generic.SortedDictionary{arguments}();");
        }
        else
        {
            code.Line($"var keys = {Wire}.WireKeys.Of<{codec.Key.Name}>(count);");
            code.Line($"var items = new {Collections}.Generic.Dictionary{arguments}({Wire}.WireFormat.Capacity(count), keys);");
        }

        using (code.Block("for (var i = 0; i < count; i++)"))
        {
            code.Line($"var key = {Values.ReadItem(codec.Key)};");
            code.Line($"items[key] = {Values.ReadItem(codec.Value)};");
        }

        code.Line();
        code.Line("reader.Depth--;");
        if (!sorted)
        {
            code.Line($"{Wire}.WireKeys.Release(keys);");
        }

        code.Line(codec.Shape switch
        {
            Map.SortedList => $"return new {codec.Type.Name}(items); // key by key, it would move all that are greater",
            Map.ReadOnlyDictionary => $"return new {codec.Type.Name}(items);",
            Map.FrozenDictionary => $"return {Collections}.Frozen.FrozenDictionary.ToFrozenDictionary(items, keys);",
            Map.ImmutableDictionary => $"return {Collections}.Immutable.ImmutableDictionary.CreateRange(keys, items);",
            Map.ImmutableSortedDictionary => $"return {Collections}.Immutable.ImmutableSortedDictionary.CreateRange(items);",
            _ => "return items;",
        });
    }
}
