using Jobs.Generators.Model;

namespace Jobs.Generators.Contracts;

/// <summary>Which simple values are read as which others without loss: what is written the same, and numbers that fit.</summary>
internal static class LeafReads
{
    public static bool Of(Leaf from, Leaf to)
    {
        if (from == Leaf.None || to == Leaf.None)
        {
            return false;
        }

        if (from == to)
        {
            return true;
        }

        var (source, target) = (RangeOf(from), RangeOf(to));
        return to switch
        {
            Leaf.String => from is Leaf.Guid or Leaf.Decimal or Leaf.Uri or Leaf.Version or Leaf.Int128 or Leaf.UInt128,
            Leaf.ByteArray => from is Leaf.BigInteger,
            Leaf.Single => from is Leaf.Half || source is { Bits: <= 16 },
            Leaf.Double => from is Leaf.Half or Leaf.Single || source is { Bits: <= 32 },
            Leaf.Char or Leaf.Rune or Leaf.TimeSpan or Leaf.DateOnly or Leaf.TimeOnly => false,
            _ => source is { } s && target is { } t && (s.Signed == t.Signed ? s.Bits <= t.Bits : t.Signed && s.Bits < t.Bits),
        };
    }

    private static (int Bits, bool Signed)? RangeOf(Leaf leaf) => leaf switch
    {
        Leaf.Byte => (8, false),
        Leaf.SByte => (8, true),
        Leaf.UInt16 or Leaf.Char => (16, false),
        Leaf.Int16 => (16, true),
        Leaf.UInt32 => (32, false),
        Leaf.Int32 or Leaf.Rune or Leaf.DateOnly => (32, true),
        Leaf.UInt64 => (64, false),
        Leaf.Int64 or Leaf.TimeSpan or Leaf.TimeOnly => (64, true),
        _ => null,
    };
}
