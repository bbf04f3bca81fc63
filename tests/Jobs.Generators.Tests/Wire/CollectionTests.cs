using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Jobs.Generators.Tests.Wire;

public sealed class CollectionTests
{
    [Fact]
    public void Sequences_have_the_bytes_of_MessagePack()
    {
        var read = Codec.AgreesWithMessagePack(new Sequences
        {
            Array = [1, 2, 3],
            Jagged = [[1], [], [2, 3]],
            Strings = ["a", "b"],
            List = [1, 2],
            IList = [3, 4],
            ICollection = [5],
            IEnumerable = Enumerable.Range(0, 3).Where(static i => i != 1),
            IReadOnlyList = [6],
            IReadOnlyCollection = [7],
            HashSet = ["a"],
            ISet = new HashSet<int> { 8 },
            IReadOnlySet = new HashSet<int> { 9 },
            SortedSet = [3, 1, 2],
            LinkedList = new([1, 2]),
            Queue = new([1, 2, 3]),
            Stack = new([1, 2, 3]),
            Collection = [1],
            ObservableCollection = [2],
            ReadOnlyCollection = new([3]),
            OfNullables = [1, null],
            OfStructs = [new(1, 2)],
            OfObjects = [new("sku", 1, 2.5m)],
            Nested = [["a", null], null],
        });

        Assert.Equal([0, 2], read.IEnumerable);
        Assert.Equal(3, read.Stack.Peek());
        Assert.Equal(1, read.Queue.Peek());
        Assert.Equal("sku", read.OfObjects[0].Sku);
    }

    [Fact]
    public void Empty_sequences_have_the_bytes_of_MessagePack() => Codec.AgreesWithMessagePack(new Sequences());

    [Fact]
    public void Immutable_collections_have_the_bytes_of_MessagePack()
    {
        var read = Codec.AgreesWithMessagePack(new Immutables
        {
            Array = [1, 2],
            MaybeArray = ["a"],
            List = [1, 2],
            IList = ImmutableList.Create(3),
            HashSet = [4],
            ISet = ImmutableHashSet.Create(5),
            SortedSet = [3, 1, 2],
            Queue = [1, 2],
            IQueue = ImmutableQueue.Create(1, 2),
            Stack = ImmutableStack.Create(1, 2, 3),
            IStack = ImmutableStack.Create(4, 5),
            Dictionary = ImmutableDictionary<string, int>.Empty.Add("a", 1),
            IDictionary = ImmutableDictionary<string, int>.Empty.Add("b", 2),
            SortedDictionary = ImmutableSortedDictionary<string, int>.Empty.Add("c", 3).Add("b", 2),
        });

        Assert.Equal(3, read.Stack.Peek());
        Assert.Equal(5, read.IStack.Peek());
        Assert.Equal(1, read.Queue.Peek());
    }

    [Fact]
    public void An_immutable_array_that_was_never_set_comes_back_as_it_was()
    {
        var read = Codec.AgreesWithMessagePack(new Immutables());

        Assert.True(read.Array.IsDefault);
        Assert.Null(read.MaybeArray);
    }

    [Fact]
    public void Maps_have_the_bytes_of_MessagePack()
    {
        var read = Codec.AgreesWithMessagePack(new Maps
        {
            Dictionary = new() { ["a"] = 1, [""] = 2 },
            IDictionary = new Dictionary<int, string> { [-1] = "x" },
            IReadOnlyDictionary = new Dictionary<Guid, Line?> { [Guid.Empty] = new("s", 1, 1), [Guid.AllBitsSet] = null },
            Sorted = new() { ["b"] = 2, ["a"] = 1 },
            SortedList = new() { ["b"] = 2, ["a"] = 1 },
            ReadOnly = new(new Dictionary<string, int> { ["c"] = 3 }),
            Nested = new() { [DayOfWeek.Monday] = new() { ["x"] = null } },
        });

        Assert.Equal("x", read.IDictionary[-1]);
        Assert.Null(read.IReadOnlyDictionary[Guid.AllBitsSet]);
    }

    [Fact]
    public void Frozen_collections_are_written_as_what_they_are()
    {
        var bytes = Codec.Write(new Frozen(new[] { 1 }.ToFrozenSet(), new Dictionary<string, int> { ["a"] = 1 }.ToFrozenDictionary()));

        Assert.Equal("""{"Set":[1],"Dictionary":{"a":1}}""", Codec.Text(bytes));
        var read = Codec.Read<Frozen>(bytes);
        Assert.Equal([1], read.Set.Items);
        Assert.Equal(1, read.Dictionary["a"]);
    }

    [Fact]
    public void Tuples_have_the_bytes_of_MessagePack()
    {
        var payload = new Tuples(
            (1, "a"), (2, (null, new Point(3, 4))), new(5), (1, 2, 3, 4, 5, 6, 7, 8, "nine"), Tuple.Create(6, "b"),
            new(1, 2, 3, 4, 5, 6, 7, Tuple.Create("eight")), KeyValuePair.Create("k", new Line("s", 1, 2)));

        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(5000)]
    [InlineData(70000)]
    public void Collections_of_any_length_come_back_whole(int length)
    {
        var items = Enumerable.Range(0, length).ToArray();

        var read = Codec.AgreesWithMessagePack(new Sequences { Array = items, List = [.. items], HashSet = [.. items.Select(static i => i.ToString())], Stack = new(items) });

        Assert.Equal(items, read.Array);
        Assert.Equal(items, read.List);
        Assert.Equal(length, read.HashSet.Count);
        Assert.Equal(items.Reverse(), read.Stack);
    }
}
