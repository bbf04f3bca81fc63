using Jobs.Generators.Model;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>The types of the runtime's libraries that have a wire form, by metadata name. What is not here is not supported.</summary>
internal static class KnownShapes
{
    private static readonly Dictionary<string, Leaf> LeavesByName = new(StringComparer.Ordinal)
    {
        ["System.Guid"] = Leaf.Guid,
        ["System.DateTimeOffset"] = Leaf.DateTimeOffset,
        ["System.TimeSpan"] = Leaf.TimeSpan,
        ["System.DateOnly"] = Leaf.DateOnly,
        ["System.TimeOnly"] = Leaf.TimeOnly,
        ["System.Half"] = Leaf.Half,
        ["System.Int128"] = Leaf.Int128,
        ["System.UInt128"] = Leaf.UInt128,
        ["System.Numerics.BigInteger"] = Leaf.BigInteger,
        ["System.Text.Rune"] = Leaf.Rune,
        ["System.Uri"] = Leaf.Uri,
        ["System.Version"] = Leaf.Version,
    };

    private static readonly Dictionary<string, Leaf> ByteBuffers = new(StringComparer.Ordinal)
    {
        ["System.Memory`1"] = Leaf.MemoryOfByte,
        ["System.ReadOnlyMemory`1"] = Leaf.ReadOnlyMemoryOfByte,
        ["System.ArraySegment`1"] = Leaf.ArraySegmentOfByte,
    };

    private static readonly Dictionary<string, Sequence> Sequences = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.List`1"] = Sequence.List,
        ["System.Collections.Generic.IList`1"] = Sequence.ListInterface,
        ["System.Collections.Generic.IReadOnlyList`1"] = Sequence.ListInterface,
        ["System.Collections.Generic.ICollection`1"] = Sequence.CollectionInterface,
        ["System.Collections.Generic.IReadOnlyCollection`1"] = Sequence.CollectionInterface,
        ["System.Collections.Generic.IEnumerable`1"] = Sequence.Enumerable,
        ["System.Collections.Generic.HashSet`1"] = Sequence.HashSet,
        ["System.Collections.Generic.ISet`1"] = Sequence.SetInterface,
        ["System.Collections.Generic.IReadOnlySet`1"] = Sequence.SetInterface,
        ["System.Collections.Generic.SortedSet`1"] = Sequence.SortedSet,
        ["System.Collections.Generic.LinkedList`1"] = Sequence.LinkedList,
        ["System.Collections.Generic.Queue`1"] = Sequence.Queue,
        ["System.Collections.Generic.Stack`1"] = Sequence.Stack,
        ["System.Collections.ObjectModel.Collection`1"] = Sequence.Collection,
        ["System.Collections.ObjectModel.ObservableCollection`1"] = Sequence.ObservableCollection,
        ["System.Collections.ObjectModel.ReadOnlyCollection`1"] = Sequence.ReadOnlyCollection,
        ["System.Collections.Frozen.FrozenSet`1"] = Sequence.FrozenSet,
        ["System.Collections.Immutable.ImmutableArray`1"] = Sequence.ImmutableArray,
        ["System.Collections.Immutable.ImmutableList`1"] = Sequence.ImmutableList,
        ["System.Collections.Immutable.IImmutableList`1"] = Sequence.ImmutableList,
        ["System.Collections.Immutable.ImmutableHashSet`1"] = Sequence.ImmutableHashSet,
        ["System.Collections.Immutable.IImmutableSet`1"] = Sequence.ImmutableHashSet,
        ["System.Collections.Immutable.ImmutableSortedSet`1"] = Sequence.ImmutableSortedSet,
        ["System.Collections.Immutable.ImmutableQueue`1"] = Sequence.ImmutableQueue,
        ["System.Collections.Immutable.IImmutableQueue`1"] = Sequence.ImmutableQueue,
        ["System.Collections.Immutable.ImmutableStack`1"] = Sequence.ImmutableStack,
        ["System.Collections.Immutable.IImmutableStack`1"] = Sequence.ImmutableStack,
    };

    private static readonly Dictionary<string, Map> Maps = new(StringComparer.Ordinal)
    {
        ["System.Collections.Generic.Dictionary`2"] = Map.Dictionary,
        ["System.Collections.Generic.IDictionary`2"] = Map.Interface,
        ["System.Collections.Generic.IReadOnlyDictionary`2"] = Map.Interface,
        ["System.Collections.Generic.SortedDictionary`2"] = Map.SortedDictionary,
        ["System.Collections.Generic.SortedList`2"] = Map.SortedList,
        ["System.Collections.ObjectModel.ReadOnlyDictionary`2"] = Map.ReadOnlyDictionary,
        ["System.Collections.Frozen.FrozenDictionary`2"] = Map.FrozenDictionary,
        ["System.Collections.Immutable.ImmutableDictionary`2"] = Map.ImmutableDictionary,
        ["System.Collections.Immutable.IImmutableDictionary`2"] = Map.ImmutableDictionary,
        ["System.Collections.Immutable.ImmutableSortedDictionary`2"] = Map.ImmutableSortedDictionary,
    };

    public static Leaf LeafOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => Leaf.Boolean,
        SpecialType.System_Byte => Leaf.Byte,
        SpecialType.System_SByte => Leaf.SByte,
        SpecialType.System_Int16 => Leaf.Int16,
        SpecialType.System_UInt16 => Leaf.UInt16,
        SpecialType.System_Int32 => Leaf.Int32,
        SpecialType.System_UInt32 => Leaf.UInt32,
        SpecialType.System_Int64 => Leaf.Int64,
        SpecialType.System_UInt64 => Leaf.UInt64,
        SpecialType.System_Single => Leaf.Single,
        SpecialType.System_Double => Leaf.Double,
        SpecialType.System_Char => Leaf.Char,
        SpecialType.System_String => Leaf.String,
        SpecialType.System_Decimal => Leaf.Decimal,
        SpecialType.System_DateTime => Leaf.DateTime,
        _ => type switch
        {
            IArrayTypeSymbol { IsSZArray: true, ElementType.SpecialType: SpecialType.System_Byte } => Leaf.ByteArray,
            INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] } => Find(ByteBuffers, type),
            INamedTypeSymbol { IsGenericType: false } => Find(LeavesByName, type),
            _ => Leaf.None,
        },
    };

    public static Sequence? SequenceOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true } => Sequence.Array,
        INamedTypeSymbol { Arity: 1 } when type.FullMetadataName() is { } name && Sequences.TryGetValue(name, out var shape) => shape,
        _ => null,
    };

    public static Map? MapOf(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 2 } && type.FullMetadataName() is { } name && Maps.TryGetValue(name, out var shape) ? shape : null;

    /// <summary>The members that hold the items of a tuple or pair, in the order of its type arguments.</summary>
    public static string[]? TupleOf(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { Arity: > 0 } named || type.FullMetadataName() is not { } name)
        {
            return null;
        }

        if (name == "System.Collections.Generic.KeyValuePair`2")
        {
            return ["Key", "Value"];
        }

        return name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || name.StartsWith("System.Tuple`", StringComparison.Ordinal)
            ? Enumerable.Range(1, named.Arity).Select(static i => i == 8 ? "Rest" : $"Item{i}").ToArray()
            : null;
    }

    private static Leaf Find(Dictionary<string, Leaf> leaves, ITypeSymbol type) =>
        type.FullMetadataName() is { } name && leaves.TryGetValue(name, out var leaf) ? leaf : Leaf.None;
}
