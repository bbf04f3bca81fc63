using System.Numerics;
using System.Text;
using CsCheck;

namespace Jobs.Generators.Tests.Wire.Generated;

/// <summary>Values that are written as one: the edges of each type as often as what lies between them.</summary>
internal static class AnyValue
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", "\0", "a", "Grüße", "\ud83d\ude00", "\u202e", "\ufffd", new string('x', 31), new string('x', 32), new string('ü', 128), new string('x', 256), new string('€', 30_000)),
        Gen.String.AlphaNumeric,
        Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Array[0, 20].Select(static runes => string.Concat(runes.Select(static r => new Rune(r).ToString())))); // pairs, never halves

    private static readonly Gen<byte[]> Bytes = Gen.OneOf(Gen.Byte.Array[0, 20], Gen.OneOf(255, 256, 65_535, 65_536).Select(static n => new byte[n]));

    private static readonly Gen<TimeSpan> Span = Edges(Gen.Long.Select(static ticks => new TimeSpan(ticks)), TimeSpan.Zero, TimeSpan.MinValue, TimeSpan.MaxValue, new(-1));

    private static readonly Gen<DateTime> Instant = Gen.Select(
        Edges(Gen.Long[0, DateTime.MaxValue.Ticks], 0, DateTime.MaxValue.Ticks, DateTime.UnixEpoch.Ticks, DateTime.UnixEpoch.Ticks - 1, new DateTime(2514, 5, 30).Ticks),
        Gen.Enum<DateTimeKind>(),
        static (ticks, kind) => new DateTime(ticks, kind));

    /// <summary>Both the clock's time and the instant are within the calendar.</summary>
    private static readonly Gen<DateTimeOffset> Clock = Gen.Select(
        Edges(Gen.Long[DayOf(1), DateTime.MaxValue.Ticks - DayOf(1)], DateTime.UnixEpoch.Ticks), Edges(Gen.Int[-840, 840], 0, -840, 840, 330),
        static (ticks, minutes) => new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes)));

    private static readonly Dictionary<Type, Gen<object?>> ByType = new()
    {
        [typeof(bool)] = Some(Gen.Bool),
        [typeof(byte)] = Some(Gen.Byte),
        [typeof(sbyte)] = Some(Gen.SByte),
        [typeof(short)] = Some(Edges(Gen.Short, short.MinValue, short.MaxValue)),
        [typeof(ushort)] = Some(Edges(Gen.UShort, ushort.MaxValue)),
        [typeof(int)] = Some(Edges(Gen.Int, 0, -32, -33, 127, 128, -128, -129, int.MinValue, int.MaxValue)),
        [typeof(uint)] = Some(Edges(Gen.UInt, 0u, uint.MaxValue)),
        [typeof(long)] = Some(Edges(Gen.Long, long.MinValue, long.MaxValue, int.MinValue - 1L, uint.MaxValue + 1L)),
        [typeof(ulong)] = Some(Edges(Gen.ULong, ulong.MaxValue, uint.MaxValue)),
        [typeof(float)] = Some(Edges(Gen.Int.Uniform.Select(BitConverter.Int32BitsToSingle), float.NaN, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MinValue, float.MaxValue)),
        [typeof(double)] = Some(Edges(Gen.Long.Uniform.Select(BitConverter.Int64BitsToDouble), double.NaN, -0d, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MinValue, double.MaxValue)),
        [typeof(Half)] = Some(Edges(Gen.Short.Select(BitConverter.Int16BitsToHalf), Half.NaN, Half.NegativeZero, Half.Epsilon, Half.MinValue, Half.MaxValue)),
        [typeof(char)] = Some(Edges(Gen.UShort.Select(static c => (char)c), '\0', '\ud800', '\uffff')),
        [typeof(string)] = Some(Text),
        [typeof(decimal)] = Some(Edges(Gen.Decimal, 0m, -0.0m, 1.10m, decimal.MinValue, decimal.MaxValue, 0.0000000000000000000000000001m)),
        [typeof(Guid)] = Some(Edges(Gen.Guid, Guid.Empty, Guid.AllBitsSet)),
        [typeof(DateTime)] = Some(Instant),
        [typeof(DateTimeOffset)] = Some(Clock),
        [typeof(TimeSpan)] = Some(Span),
        [typeof(DateOnly)] = Some(Edges(Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber), DateOnly.MinValue, DateOnly.MaxValue)),
        [typeof(TimeOnly)] = Some(Edges(Gen.Long[0, TimeOnly.MaxValue.Ticks].Select(static ticks => new TimeOnly(ticks)), TimeOnly.MinValue, TimeOnly.MaxValue)),
        [typeof(Int128)] = Some(Edges(Gen.Select(Gen.ULong, Gen.ULong, static (high, low) => new Int128(high, low)), Int128.MinValue, Int128.MaxValue, Int128.Zero)),
        [typeof(UInt128)] = Some(Edges(Gen.Select(Gen.ULong, Gen.ULong, static (high, low) => new UInt128(high, low)), UInt128.MaxValue, UInt128.Zero)),
        [typeof(BigInteger)] = Some(Gen.Byte.Array[0, 40].Select(static bytes => new BigInteger(bytes))),
        [typeof(Rune)] = Some(Gen.Int[0, 0x10FFFF].Where(Rune.IsValid).Select(static r => new Rune(r))),
        [typeof(Uri)] = Some(Gen.OneOf("", "a", "/a/b?c#d", "https://example.com", "https://example.com/a b?c=ü", "mailto:a@example.com", "urn:x:y", "file:///a").Select(static u => new Uri(u, UriKind.RelativeOrAbsolute))),
        [typeof(Version)] = Some(Gen.Int[0, int.MaxValue].Array[2, 4].Select(static n => Version.Parse(string.Join('.', n)))),
        [typeof(byte[])] = Some(Bytes),
        [typeof(Memory<byte>)] = Some(Bytes.Select(static b => new Memory<byte>(b))),
        [typeof(ReadOnlyMemory<byte>)] = Some(Bytes.Select(static b => new ReadOnlyMemory<byte>(b))),
        [typeof(ArraySegment<byte>)] = Some(Gen.OneOf(Gen.Const(default(ArraySegment<byte>)), Bytes.Select(static b => new ArraySegment<byte>(b, b.Length / 2, b.Length / 4)))),
    };

    /// <returns>Null: not written as one value.</returns>
    public static Gen<object?>? Of(Type type) =>
        type.IsEnum ? Of(type.GetEnumUnderlyingType())!.Select(number => (object?)Enum.ToObject(type, number!)) : ByType.GetValueOrDefault(type);

    private static long DayOf(int day) => TimeSpan.TicksPerDay * day;

    private static Gen<T> Edges<T>(Gen<T> between, params T[] edges) => Gen.OneOf(between, Gen.OneOf(edges));

    private static Gen<object?> Some<T>(Gen<T> gen) => gen.Select(static value => (object?)value);
}
