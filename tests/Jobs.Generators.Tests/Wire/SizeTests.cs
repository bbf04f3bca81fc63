namespace Jobs.Generators.Tests.Wire;

/// <summary>Long text and deep nesting, up to what a stored job may have.</summary>
public sealed class SizeTests
{
    private const int Mebibyte = 1024 * 1024;

    [Theory]
    [InlineData("x", Mebibyte)]
    [InlineData("ü", Mebibyte / 2)]
    [InlineData("€", Mebibyte / 3)]
    [InlineData("\ud83d\ude00", Mebibyte / 4)]
    [InlineData("x", 65_535)]
    [InlineData("x", 65_536)]
    [InlineData("ü", 32_768)]
    public void Long_text_has_the_bytes_of_MessagePack(string unit, int times)
    {
        var payload = new Positional(1, string.Concat(Enumerable.Repeat(unit, times)), null);

        Assert.Equal(payload, Codec.AgreesWithMessagePack(payload));
    }

    [Fact]
    public void Long_bytes_have_the_bytes_of_MessagePack()
    {
        var bytes = new byte[Mebibyte];
        new Random(1).NextBytes(bytes);

        Assert.Equal(bytes, Codec.AgreesWithMessagePack(new Nullables(null, null, null, null, null, null, null, bytes, null, null, null)).Bytes);
    }

    [Fact]
    public void Sixty_levels_have_the_bytes_of_MessagePack()
    {
        var deep = Enumerable.Range(0, 30).Aggregate(new Tree("leaf", null, null), static (inner, i) => i % 2 == 0 ? new Tree($"{i}", inner, []) : new Tree($"{i}", null, [new("", null, null), inner]));
        var chain = Enumerable.Range(1, 59).Aggregate(new Tree("leaf", null, null), static (inner, i) => new Tree($"{i}", inner, null));

        Codec.AgreesWithMessagePack(deep);
        Codec.AgreesWithMessagePack(chain);
    }
}
