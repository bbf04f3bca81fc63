using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Collections.ObjectModel;

namespace Jobs.Generators.Tests.Wire;

[Job("sequences")]
public sealed partial record Sequences
{
    public int[] Array { get; set; } = [];
    public int[][] Jagged { get; set; } = [];
    public string[] Strings { get; set; } = [];
    public List<int> List { get; set; } = [];
    public IList<int> IList { get; set; } = [];
    public ICollection<int> ICollection { get; set; } = [];
    public IEnumerable<int> IEnumerable { get; set; } = [];
    public IReadOnlyList<int> IReadOnlyList { get; set; } = [];
    public IReadOnlyCollection<int> IReadOnlyCollection { get; set; } = [];
    public HashSet<string> HashSet { get; set; } = [];
    public ISet<int> ISet { get; set; } = new HashSet<int>();
    public IReadOnlySet<int> IReadOnlySet { get; set; } = new HashSet<int>();
    public SortedSet<int> SortedSet { get; set; } = [];
    public LinkedList<int> LinkedList { get; set; } = [];
    public Queue<int> Queue { get; set; } = [];
    public Stack<int> Stack { get; set; } = [];
    public Collection<int> Collection { get; set; } = [];
    public ObservableCollection<int> ObservableCollection { get; set; } = [];
    public ReadOnlyCollection<int> ReadOnlyCollection { get; set; } = ReadOnlyCollection<int>.Empty;
    public List<int?> OfNullables { get; set; } = [];
    public List<Point> OfStructs { get; set; } = [];
    public List<Line> OfObjects { get; set; } = [];
    public List<List<string?>?> Nested { get; set; } = [];
}

[Job("immutables")]
public sealed partial record Immutables
{
    public ImmutableArray<int> Array { get; set; }
    public ImmutableArray<string>? MaybeArray { get; set; }
    public ImmutableList<int> List { get; set; } = [];
    public IImmutableList<int> IList { get; set; } = ImmutableList<int>.Empty;
    public ImmutableHashSet<int> HashSet { get; set; } = [];
    public IImmutableSet<int> ISet { get; set; } = ImmutableHashSet<int>.Empty;
    public ImmutableSortedSet<int> SortedSet { get; set; } = [];
    public ImmutableQueue<int> Queue { get; set; } = [];
    public IImmutableQueue<int> IQueue { get; set; } = ImmutableQueue<int>.Empty;
    public ImmutableStack<int> Stack { get; set; } = [];
    public IImmutableStack<int> IStack { get; set; } = ImmutableStack<int>.Empty;
    public ImmutableDictionary<string, int> Dictionary { get; set; } = ImmutableDictionary<string, int>.Empty;
    public IImmutableDictionary<string, int> IDictionary { get; set; } = ImmutableDictionary<string, int>.Empty;
    public ImmutableSortedDictionary<string, int> SortedDictionary { get; set; } = ImmutableSortedDictionary<string, int>.Empty;
}

[Job("maps")]
public sealed partial record Maps
{
    public Dictionary<string, int> Dictionary { get; set; } = [];
    public IDictionary<int, string> IDictionary { get; set; } = new Dictionary<int, string>();
    public IReadOnlyDictionary<Guid, Line?> IReadOnlyDictionary { get; set; } = new Dictionary<Guid, Line?>();
    public SortedDictionary<string, int> Sorted { get; set; } = [];
    public SortedList<string, int> SortedList { get; set; } = [];
    public ReadOnlyDictionary<string, int> ReadOnly { get; set; } = ReadOnlyDictionary<string, int>.Empty;
    public Dictionary<DayOfWeek, Dictionary<string, int?>> Nested { get; set; } = [];
}

/// <summary>MessagePack 2.5 has no form for these: they are written as the set and the dictionary they are.</summary>
[Job("frozen")]
public sealed partial record Frozen(FrozenSet<int> Set, FrozenDictionary<string, int> Dictionary);

[Job("tuples")]
public sealed partial record Tuples(
    (int, string) Pair, (int A, (string? B, Point C) Nested) Named, ValueTuple<int> One, (int, int, int, int, int, int, int, int, string) Nine,
    Tuple<int, string> Class, Tuple<int, int, int, int, int, int, int, Tuple<string>> ClassOfEight, KeyValuePair<string, Line> KeyValue);

public sealed record Line(string Sku, int Quantity, decimal Price);
