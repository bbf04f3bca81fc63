using System.Diagnostics;
using MessagePack;

namespace Jobs.Generators.Tests.Wire;

/// <summary>Keys that somebody has chosen to fall into one bucket cost about as much as any others.</summary>
public sealed class CollisionTests
{
    private const int Many = 20_000;

    [Theory]
    [InlineData("Dictionary", true)]
    [InlineData("Interface", true)]
    [InlineData("ReadOnly", true)]
    [InlineData("Frozen", true)]
    [InlineData("Immutable", true)]
    [InlineData("ImmutableSorted", true)]
    [InlineData("Sorted", true)]
    [InlineData("SortedList", true)]
    [InlineData("Set", false)]
    [InlineData("SetInterface", false)]
    [InlineData("FrozenSet", false)]
    [InlineData("ImmutableSet", false)]
    public void Numbers_that_fall_into_one_bucket_are_read_like_any_others(string member, bool isMap)
    {
        var ordinary = Of(member, isMap, static i => i);
        var colliding = Of(member, isMap, i => (Many - i) * FinalSize); // and from the greatest down, for what is sorted
        Time(ordinary); // once before, for the code to be compiled

        var usual = Enumerable.Range(0, 3).Min(_ => Time(ordinary));

        Assert.InRange(Time(colliding) / usual, 0, 60); // without a seed: 340 and more
    }

    [Theory]
    [InlineData("Own", true)]
    [InlineData("OwnSet", false)]
    public void Keys_whose_type_gives_them_one_hash_are_refused_when_there_are_many(string member, bool isMap) =>
        Assert.Equal(
            $"Job 'keyed': member '{member}' cannot be read: its 20000 keys collide: too many have one hash. Give their type a GetHashCode that tells them apart",
            Codec.ErrorOf<Keyed>(Of(member, isMap, static i => i, asObject: true)));

    [Fact]
    public void A_thousand_of_them_are_not() =>
        Assert.Equal(1_000, Codec.Read<Keyed>(Codec.Write(new Keyed { Own = Enumerable.Range(0, 1_000).ToDictionary(static i => new OneHash(i)) })).Own.Count);

    [Fact]
    public void Ids_made_of_two_numbers_are_read_however_many()
    {
        var ids = Enumerable.Range(0, 300).SelectMany(static a => Enumerable.Range(0, 300).Select(b => ((long)a << 32) | (uint)b)).ToDictionary(static id => id, static _ => 1);

        Assert.Equal(ids, Codec.Read<Keyed>(Codec.Write(new Keyed { Wide = ids })).Wide);
    }

    [Fact]
    public void Small_collections_and_text_compare_as_usual()
    {
        var read = Codec.Read<Keyed>(Codec.Write(new Keyed
        {
            Dictionary = Enumerable.Range(0, 1_024).ToDictionary(static i => i),
            Texts = Enumerable.Range(0, 5_000).ToDictionary(static i => $"key {i}"),
        }));

        Assert.Same(EqualityComparer<int>.Default, read.Dictionary.Comparer);
        Assert.Same(EqualityComparer<string>.Default, read.Texts.Comparer);
    }

    [Fact]
    public void A_large_collection_is_a_collection_like_any_other()
    {
        var payload = new Keyed { Dictionary = Enumerable.Range(0, 5_000).ToDictionary(static i => i), Set = [.. Enumerable.Range(0, 5_000)] };

        var read = Codec.Read<Keyed>(Codec.Write(payload));

        Assert.Equal(4_999, read.Dictionary[4_999]);
        Assert.False(read.Dictionary.ContainsKey(5_000));
        Assert.True(read.Set.SetEquals(payload.Set) && payload.Set.SetEquals(read.Set));
    }

    [Fact]
    public void Looking_things_up_afterwards_is_not_counted()
    {
        var read = Codec.Read<Keyed>(Codec.Write(new Keyed { Own = Enumerable.Range(0, 1_050).ToDictionary(static i => new OneHash(i)) }));

        Assert.DoesNotContain(Enumerable.Range(2_000, 1_000), i => read.Own.ContainsKey(new(i)));
    }

    /// <summary>The number of buckets that a dictionary grows to from 1,024.</summary>
    private static int FinalSize { get; } = FindFinalSize();

    private static int FindFinalSize()
    {
        var grown = new Dictionary<int, int>(1_024);
        for (var i = 0; i < Many; i++)
        {
            grown.Add(i, i);
        }

        return grown.EnsureCapacity(0) is var size && (long)size * Many < int.MaxValue ? size : throw new InvalidOperationException($"{size} buckets: choose fewer keys");
    }

    private static byte[] Of(string member, bool isMap, Func<int, int> key, bool asObject = false) => Codec.Bytes((ref MessagePackWriter writer) =>
    {
        writer.WriteMapHeader(1);
        writer.Write(member);
        if (isMap)
        {
            writer.WriteMapHeader(Many);
        }
        else
        {
            writer.WriteArrayHeader(Many);
        }

        for (var i = 0; i < Many; i++)
        {
            if (asObject)
            {
                writer.WriteMapHeader(1);
                writer.Write("Id");
            }

            writer.Write(key(i));
            if (isMap)
            {
                writer.Write(1);
            }
        }
    });

    private static double Time(byte[] bytes)
    {
        var start = Stopwatch.GetTimestamp();
        Codec.Read<Keyed>(bytes);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
