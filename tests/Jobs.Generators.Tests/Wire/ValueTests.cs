using System.Numerics;
using System.Text;

namespace Jobs.Generators.Tests.Wire;

public sealed class ValueTests
{
    [Fact]
    public void Numbers_have_the_bytes_of_MessagePack()
    {
        var low = new Numbers(false, byte.MinValue, sbyte.MinValue, short.MinValue, ushort.MinValue, int.MinValue, uint.MinValue, long.MinValue, ulong.MinValue, float.MinValue, double.NaN, '\0');
        var high = new Numbers(true, byte.MaxValue, sbyte.MaxValue, short.MaxValue, ushort.MaxValue, int.MaxValue, uint.MaxValue, long.MaxValue, ulong.MaxValue, float.PositiveInfinity, double.Epsilon, '\uffff');
        var middle = new Numbers(true, 1, -1, 300, 300, -70000, 70000, -5_000_000_000, 5_000_000_000, 1.5f, -0.0, 'x');

        Assert.Equal(low, Codec.AgreesWithMessagePack(low));
        Assert.Equal(high, Codec.AgreesWithMessagePack(high));
        Assert.Equal(middle, Codec.AgreesWithMessagePack(middle));
    }

    [Fact]
    public void Values_have_the_bytes_of_MessagePack()
    {
        var read = Codec.AgreesWithMessagePack(Some());

        Assert.Equal(Some() with { Bytes = read.Bytes, Memory = read.Memory, ReadOnlyMemory = read.ReadOnlyMemory, Segment = read.Segment }, read);
        Assert.Equal<byte>([1, 2, 3], read.Bytes);
        Assert.Equal<byte>([4], read.Memory.ToArray());
        Assert.Equal<byte>([5, 6], read.ReadOnlyMemory.ToArray());
        Assert.Equal<byte>([8], read.Segment.ToArray());
    }

    [Fact]
    public void The_least_and_greatest_values_have_the_bytes_of_MessagePack()
    {
        foreach (var payload in new[]
        {
            Some() with { DateTime = DateTime.MinValue, DateTimeOffset = DateTimeOffset.MinValue, DateOnly = DateOnly.MinValue, TimeOnly = TimeOnly.MinValue, TimeSpan = TimeSpan.MinValue, Decimal = decimal.MinValue, Half = Half.MinValue, BigInteger = -BigInteger.Pow(2, 200), Guid = Guid.Empty, String = "", Bytes = [], Segment = default },
            Some() with { DateTime = DateTime.MaxValue, DateTimeOffset = DateTimeOffset.MaxValue, DateOnly = DateOnly.MaxValue, TimeOnly = TimeOnly.MaxValue, TimeSpan = TimeSpan.MaxValue, Decimal = decimal.MaxValue, Half = Half.MaxValue, BigInteger = BigInteger.Pow(2, 200), Guid = Guid.AllBitsSet, String = new string('ü', 300), Uri = new("a/b?c", UriKind.Relative) },
            Some() with { Decimal = -0.0000000000000000000000000001m, Half = Half.NaN, BigInteger = BigInteger.Zero, String = "\ud83d\ude00\0", Version = new(1, 2) },
        })
        {
            var read = Codec.AgreesWithMessagePack(payload);
            Assert.Equal(
                payload with { Bytes = read.Bytes, Memory = read.Memory, ReadOnlyMemory = read.ReadOnlyMemory, Segment = read.Segment },
                read with { DateTime = DateTime.SpecifyKind(read.DateTime, payload.DateTime.Kind) });
        }
    }

    [Fact]
    public void A_local_time_is_read_as_the_same_instant_in_UTC()
    {
        var local = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Local);

        var read = Codec.AgreesWithMessagePack(Some() with { DateTime = local }).DateTime;

        Assert.Equal(DateTimeKind.Utc, read.Kind);
        Assert.Equal(local.ToUniversalTime(), read);
    }

    [Fact]
    public void A_time_of_unspecified_kind_is_taken_for_UTC()
    {
        var unspecified = new DateTime(2026, 7, 1, 12, 0, 0, DateTimeKind.Unspecified);

        var read = Codec.AgreesWithMessagePack(Some() with { DateTime = unspecified }).DateTime;

        Assert.Equal(DateTimeKind.Utc, read.Kind);
        Assert.Equal(unspecified.Ticks, read.Ticks);
    }

    [Fact]
    public void Values_that_MessagePack_does_not_have_are_portable_text_and_numbers()
    {
        var payload = new OwnForms(Int128.MinValue, UInt128.MaxValue, new Rune(0x1F600));

        var bytes = Codec.Write(payload);

        Assert.Equal($$"""{"Int128":"{{Int128.MinValue}}","UInt128":"{{UInt128.MaxValue}}","Rune":128512}""", Codec.Text(bytes));
        Assert.Equal(payload, Codec.Read<OwnForms>(bytes));
    }

    [Fact]
    public void Enums_have_the_bytes_of_MessagePack_whatever_their_number_type()
    {
        var payload = new Enums(DayOfWeek.Saturday, Small.Last, Signed.Low, Half16.Low, UHalf16.High, Unsigned.High, Wide.Low, Huge.High);

        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload));
    }

    [Fact]
    public void An_enum_value_without_a_name_is_kept()
    {
        var payload = new Enums((DayOfWeek)77, default, default, default, default, default, default, default);

        Assert.Equal((DayOfWeek)77, Codec.AgreesWithMessagePack(payload).Int);
    }

    [Fact]
    public void Nullables_with_values_have_the_bytes_of_MessagePack()
    {
        var payload = new Nullables(1, Guid.NewGuid(), DateTime.UnixEpoch, DayOfWeek.Friday, 1.5m, new Point(1, 2), "x", [1], (1, "b"), new byte[] { 2 }, new("x", UriKind.Relative));

        var read = Codec.AgreesWithMessagePack(payload);

        Assert.Equal(payload with { Bytes = read.Bytes, Memory = read.Memory }, read);
        Assert.Equal<byte>([2], read.Memory!.Value.ToArray());
    }

    [Fact]
    public void Nullables_without_values_have_the_bytes_of_MessagePack()
    {
        var payload = new Nullables(null, null, null, null, null, null, null, null, null, null, null);

        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload));
    }

    private static Values Some() => new(
        "Grüße", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc).AddTicks(9),
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-330)), new DateOnly(2026, 1, 2), new TimeOnly(3, 4, 5, 6), TimeSpan.FromTicks(-1),
        1.10m, new Uri("https://example.com/a b?c=ü"), new Version(1, 2, 3, 4), (Half)1.5, new BigInteger(-300), [1, 2, 3], new byte[] { 4 }, new byte[] { 5, 6 },
        new ArraySegment<byte>([7, 8, 9], 1, 1));
}
