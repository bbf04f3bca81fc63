using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Jobs.Generators.Tests.Wire;

/// <summary>Every collection that hashes its items or keys, or moves them to insert one.</summary>
[Job("keyed")]
public sealed partial record Keyed
{
    public Dictionary<int, int> Dictionary { get; init; } = [];
    public IReadOnlyDictionary<int, int> Interface { get; init; } = new Dictionary<int, int>();
    public ReadOnlyDictionary<int, int> ReadOnly { get; init; } = ReadOnlyDictionary<int, int>.Empty;
    public FrozenDictionary<int, int> Frozen { get; init; } = FrozenDictionary<int, int>.Empty;
    public ImmutableDictionary<int, int> Immutable { get; init; } = ImmutableDictionary<int, int>.Empty;
    public ImmutableSortedDictionary<int, int> ImmutableSorted { get; init; } = ImmutableSortedDictionary<int, int>.Empty;
    public SortedDictionary<int, int> Sorted { get; init; } = [];
    public SortedList<int, int> SortedList { get; init; } = [];
    public HashSet<int> Set { get; init; } = [];
    public IReadOnlySet<int> SetInterface { get; init; } = new HashSet<int>();
    public FrozenSet<int> FrozenSet { get; init; } = [];
    public ImmutableHashSet<int> ImmutableSet { get; init; } = [];
    public Dictionary<long, int> Wide { get; init; } = [];
    public Dictionary<string, int> Texts { get; init; } = [];
    public Dictionary<OneHash, int> Own { get; init; } = [];
    public ImmutableHashSet<OneHash> OwnSet { get; init; } = [];
}

/// <summary>A key that anybody can make collide.</summary>
public readonly record struct OneHash(int Id)
{
    public override int GetHashCode() => 1;
}
