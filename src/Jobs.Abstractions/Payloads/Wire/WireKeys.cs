using System.ComponentModel;

namespace Jobs.Wire;

/// <summary>Called by generated codecs: keys of dictionaries and items of sets, which whoever wrote the bytes may have chosen so that they
/// collide. Not for use by hand.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WireKeys
{
    /// <summary>So many keys that all collide are put together in a millisecond, as they come.</summary>
    private const int MaxUnguarded = 1024;

    /// <summary>How to compare the keys of a collection that says it has <paramref name="count"/> of them; <see langword="null"/>: as usual.</summary>
    public static IEqualityComparer<T>? Of<T>(int count) =>
        count <= MaxUnguarded || typeof(T) == typeof(string) ? null : new Guard<T>(count); // of strings the runtime takes care itself

    /// <summary>The collection is read: from here on nothing is counted.</summary>
    public static void Release<T>(IEqualityComparer<T>? keys) => (keys as Guard<T>)?.Release();

    /// <summary>Hashes with the seed of this process, and gives up where keys collide all the same: those of a type that makes one hash
    /// of many values.</summary>
    private sealed class Guard<T>(int count) : IEqualityComparer<T>
    {
        private const long CollisionsPerKey = 64;
        private long left = (MaxUnguarded * MaxUnguarded / 2) + (CollisionsPerKey * count);

        public bool Equals(T? x, T? y)
        {
            if (EqualityComparer<T>.Default.Equals(x, y))
            {
                return true;
            }

            return left > 0 && --left == 0 ? throw WireErrors.KeysCollide(count) : false;
        }

        public int GetHashCode(T key) => key switch
        {
            null => 0,
            long wide => Halves(wide), // its own hash is one half xor the other: all equal for many an id made of two numbers
            ulong wide => Halves((long)wide),
            TimeSpan time => Halves(time.Ticks),
            DateTime time => Halves(time.Ticks),
            DateTimeOffset time => Halves(time.UtcTicks),
            _ => HashCode.Combine(key),
        };

        public void Release() => left = 0;

        private static int Halves(long wide) => HashCode.Combine((int)wide, (int)(wide >> 32));
    }
}
