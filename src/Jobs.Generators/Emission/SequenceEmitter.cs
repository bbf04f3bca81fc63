using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Writes and reads lists and sets: an array of their items.</summary>
internal static class SequenceEmitter
{
    private const string Collections = "global::System.Collections";
    private const string Wire = "global::Jobs.Wire.WireFormat";

    public static void Write(CodeWriter code, SequenceCodec codec)
    {
        var (items, count) = codec.Shape switch
        {
            Sequence.Array => ("value", "value.Length"),
            Sequence.ImmutableArray => ("value.AsSpan()", "value.Length"),
            Sequence.List => ("global::System.Runtime.InteropServices.CollectionsMarshal.AsSpan(value)", "value.Count"),
            Sequence.Enumerable or Sequence.ImmutableQueue or Sequence.ImmutableStack => ("items", "items.Count"),
            _ => ("value", "value.Count"),
        };
        if (items == "items")
        {
            code.Line($"var items = {Wire}.Counted(value);");
        }

        if (codec.Shape == Sequence.ListInterface)
        {
            code.Line("var count = value.Count;");
            code.Line("writer.WriteArrayHeader(count);");
            using (code.Block("for (var i = 0; i < count; i++)")) // an enumerator of an interface is an allocation
            {
                code.Line("var item = value[i];");
                Values.Write(code, codec.Item, "item", "depth + 1", "item_");
            }

            return;
        }

        code.Line($"writer.WriteArrayHeader({count});");
        using (code.Block($"foreach (var item in {items})"))
        {
            Values.Write(code, codec.Item, "item", "depth + 1", "item_");
        }
    }

    public static void Read(CodeWriter code, SequenceCodec codec)
    {
        var item = codec.Item.Name;
        var hashed = codec.Shape is Sequence.HashSet or Sequence.SetInterface or Sequence.FrozenSet or Sequence.ImmutableHashSet;
        var (create, add) = codec.Shape switch
        {
            Sequence.List or Sequence.ListInterface or Sequence.CollectionInterface or Sequence.Enumerable =>
                ($"new {Collections}.Generic.List<{item}>({Wire}.Capacity(count))", "Add"),
            _ when hashed => ($"new {Collections}.Generic.HashSet<{item}>({Wire}.Capacity(count), keys)", "Add"),
            Sequence.Queue => ($"new {codec.Type.Name}({Wire}.Capacity(count))", "Enqueue"),
            Sequence.LinkedList => ($"new {codec.Type.Name}()", "AddLast"),
            Sequence.SortedSet or Sequence.Collection or Sequence.ObservableCollection => ($"new {codec.Type.Name}()", "Add"),
            _ => ($"{Wire}.NewArray<{item}>(count)", ""),
        };
        code.Line("var count = reader.ReadArrayHeader();");
        if (hashed)
        {
            code.Line($"var keys = global::Jobs.Wire.WireKeys.Of<{item}>(count);");
        }

        code.Line($"var items = {create};");
        using (code.Block("for (var i = 0; i < count; i++)"))
        {
            if (add.Length > 0)
            {
                code.Line($"items.{add}({Values.ReadItem(codec.Item)});");
            }
            else
            {
                code.Line($"{Wire}.Reserve(ref items, i, count);");
                code.Line($"items[i] = {Values.ReadItem(codec.Item)};");
            }
        }

        code.Line();
        code.Line("reader.Depth--;");
        if (hashed)
        {
            code.Line("global::Jobs.Wire.WireKeys.Release(keys);");
        }

        if (codec.Shape is Sequence.Stack or Sequence.ImmutableStack)
        {
            code.Line("global::System.Array.Reverse(items); // written from the top, pushed from the bottom");
        }

        code.Line($"return {Finish(codec)};");
    }

    private static string Finish(SequenceCodec codec) => codec.Shape switch
    {
        Sequence.Stack or Sequence.ReadOnlyCollection => $"new {codec.Type.Name}(items)",
        Sequence.FrozenSet => $"{Collections}.Frozen.FrozenSet.ToFrozenSet(items, keys)",
        Sequence.ImmutableArray => "global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items)",
        Sequence.ImmutableHashSet => $"{Collections}.Immutable.ImmutableHashSet.CreateRange(keys, items)",
        Sequence.ImmutableList or Sequence.ImmutableSortedSet or Sequence.ImmutableQueue or Sequence.ImmutableStack =>
            $"{Collections}.Immutable.{codec.Shape}.CreateRange(items)",
        _ => "items",
    };
}
