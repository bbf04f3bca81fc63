using System.Numerics;
using System.Text;

namespace Jobs.Generators.Tests.Wire;

public enum Small : byte
{
    None,
    Last = 255,
}

public enum Signed : sbyte
{
    Low = -128,
}

public enum Wide : long
{
    Low = long.MinValue,
}

public enum Huge : ulong
{
    High = ulong.MaxValue,
}

public enum Half16 : short
{
    Low = -300,
}

public enum UHalf16 : ushort
{
    High = 60000,
}

public enum Unsigned : uint
{
    High = 4_000_000_000,
}

[Job("numbers")]
public sealed partial record Numbers(
    bool Bool, byte Byte, sbyte SByte, short Short, ushort UShort, int Int, uint UInt, long Long, ulong ULong, float Float, double Double, char Char);

[Job("values")]
public sealed partial record Values(
    string String, Guid Guid, DateTime DateTime, DateTimeOffset DateTimeOffset, DateOnly DateOnly, TimeOnly TimeOnly, TimeSpan TimeSpan,
    decimal Decimal, Uri Uri, Version Version, Half Half, BigInteger BigInteger, byte[] Bytes, Memory<byte> Memory, ReadOnlyMemory<byte> ReadOnlyMemory,
    ArraySegment<byte> Segment);

/// <summary>What MessagePack 2.5 has no form for.</summary>
[Job("own-forms")]
public sealed partial record OwnForms(Int128 Int128, UInt128 UInt128, Rune Rune);

[Job("enums")]
public sealed partial record Enums(DayOfWeek Int, Small Small, Signed Signed, Half16 Half16, UHalf16 UHalf16, Unsigned Unsigned, Wide Wide, Huge Huge);

[Job("nullables")]
public sealed partial record Nullables(
    int? Int, Guid? Guid, DateTime? DateTime, DayOfWeek? Day, decimal? Decimal, Point? Point, string? String, byte[]? Bytes, (int A, string? B)? Pair, Memory<byte>? Memory, Uri? Uri);

public record struct Point(int X, int Y);
