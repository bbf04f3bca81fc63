using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Reflection;

namespace Jobs.Generators.Tests.Wire.Generated;

/// <summary>Puts items into a collection of whatever shape.</summary>
internal static class AnyCollection
{
    private static readonly MethodInfo OfItemsMethod = typeof(AnyCollection).GetMethod(nameof(OfItems), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly MethodInfo OfPairsMethod = typeof(AnyCollection).GetMethod(nameof(OfPairs), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The type of its items; null: no list or set.</summary>
    public static Type? ItemOf(Type type) =>
        type.IsArray ? type.GetElementType() : type is { IsGenericType: true, Namespace: { } space } && space.StartsWith("System.Collections.", StringComparison.Ordinal) && type.GetGenericArguments() is [var item] ? item : null;

    public static bool IsMap(Type type) =>
        type is { IsGenericType: true, IsValueType: false, Namespace: { } space } && space.StartsWith("System.Collections.", StringComparison.Ordinal) && type.GetGenericArguments().Length == 2;

    public static object Of(Type shape, Type item, object?[] items) => OfItemsMethod.MakeGenericMethod(item).Invoke(null, [shape, items])!;

    public static object OfMap(Type shape, object?[] keys, object?[] values) => OfPairsMethod.MakeGenericMethod(shape.GetGenericArguments()).Invoke(null, [shape, keys, values])!;

    private static object OfItems<T>(Type shape, object?[] boxed)
    {
        var items = boxed.Select(static i => (T)i!).ToArray();
        return shape.Name switch
        {
            _ when shape.IsArray => items,
            "List`1" or "IList`1" or "ICollection`1" or "IReadOnlyList`1" or "IReadOnlyCollection`1" => items.ToList(),
            "IEnumerable`1" => Lazily(items),
            "HashSet`1" or "ISet`1" or "IReadOnlySet`1" => items.ToHashSet(),
            "SortedSet`1" => new SortedSet<T>(items),
            "LinkedList`1" => new LinkedList<T>(items),
            "Queue`1" => new Queue<T>(items),
            "Stack`1" => new Stack<T>(items),
            "Collection`1" => new Collection<T>([.. items]),
            "ObservableCollection`1" => new ObservableCollection<T>(items),
            "ReadOnlyCollection`1" => new ReadOnlyCollection<T>(items),
            "FrozenSet`1" => items.ToFrozenSet(),
            "ImmutableArray`1" => ImmutableArray.Create(items),
            "ImmutableList`1" or "IImmutableList`1" => ImmutableList.Create(items),
            "ImmutableHashSet`1" or "IImmutableSet`1" => ImmutableHashSet.Create(items),
            "ImmutableSortedSet`1" => ImmutableSortedSet.Create(items),
            "ImmutableQueue`1" or "IImmutableQueue`1" => ImmutableQueue.Create(items),
            "ImmutableStack`1" or "IImmutableStack`1" => ImmutableStack.Create(items),
            _ => throw new NotSupportedException($"{shape}: say here how one is made"),
        };
    }

    private static object OfPairs<TKey, TValue>(Type shape, object?[] keys, object?[] values) where TKey : notnull
    {
        var items = new Dictionary<TKey, TValue>();
        foreach (var (key, value) in keys.Zip(values))
        {
            items[(TKey)key!] = (TValue)value!;
        }

        return shape.Name switch
        {
            "Dictionary`2" or "IDictionary`2" or "IReadOnlyDictionary`2" => items,
            "SortedDictionary`2" => new SortedDictionary<TKey, TValue>(items),
            "SortedList`2" => new SortedList<TKey, TValue>(items),
            "ReadOnlyDictionary`2" => new ReadOnlyDictionary<TKey, TValue>(items),
            "FrozenDictionary`2" => items.ToFrozenDictionary(),
            "ImmutableDictionary`2" or "IImmutableDictionary`2" => items.ToImmutableDictionary(),
            "ImmutableSortedDictionary`2" => items.ToImmutableSortedDictionary(),
            _ => throw new NotSupportedException($"{shape}: say here how one is made"),
        };
    }

    private static IEnumerable<T> Lazily<T>(T[] items)
    {
        foreach (var item in items)
        {
            yield return item;
        }
    }
}
