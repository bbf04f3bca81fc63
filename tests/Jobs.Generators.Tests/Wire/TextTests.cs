using MessagePack;

namespace Jobs.Generators.Tests.Wire;

/// <summary>Text is stored as it is or not at all: half of a surrogate pair has no UTF-8.</summary>
public sealed class TextTests
{
    private const string Half = "abc\ud800";

    private static readonly Dictionary<string, Texts> Broken = new()
    {
        ["Text"] = new Texts { Text = Half },
        ["Maybe"] = new Texts { Maybe = "\udc00abc" },
        ["List"] = new Texts { List = ["a", Half] },
        ["Map"] = new Texts { Map = new() { ["\ud800"] = 1, ["\ud801"] = 2 } },
        ["Pair"] = new Texts { Pair = (1, Half) },
        ["Uri"] = new Texts { Uri = new Uri("a" + Half, UriKind.Relative) },
    };

    public static TheoryData<string> Members => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Members))]
    public void Half_of_a_surrogate_pair_is_refused_with_the_name_of_job_and_member(string member) =>
        Assert.StartsWith(
            $"Job 'texts': member 'Jobs.Generators.Tests.Wire.Texts.{member}' has text with half of a surrogate pair at index ",
            Assert.Throws<MessagePackSerializationException>(() => Codec.Write(Broken[member])).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(true, "TextHolder.Lines")]
    [InlineData(false, "TextHolder.Note")]
    public void Half_of_a_surrogate_pair_within_an_object_is_refused_with_the_name_of_its_member(bool inList, string member) =>
        Assert.StartsWith(
            $"Job 'texts': member 'Jobs.Generators.Tests.Wire.{member}' has text with half of a surrogate pair at index 3",
            Assert.Throws<MessagePackSerializationException>(() => Codec.Write(new Texts { Inner = inList ? new([Half]) : new([], Half) })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Half_of_a_surrogate_pair_in_a_result_is_refused() =>
        Assert.StartsWith("Result of job 'texts': the value has text with half of a surrogate pair", Assert.Throws<MessagePackSerializationException>(() => Codec.WriteResult<Texts, string>(Half)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a", 1)]
    [InlineData("ü", 2)]
    [InlineData("€", 3)]
    [InlineData("😀", 4)]
    public void Text_of_every_length_has_the_bytes_of_MessagePack(string character, int bytes)
    {
        foreach (var length in new[] { 0, 1, 7, 10, 11, 15, 16, 31, 32, 63, 64, 85, 86, 127, 128, 255, 256, 16_383, 16_384, 21_845, 21_846, 32_767, 32_768, 65_535, 65_536, 70_000 })
        {
            var text = string.Concat(Enumerable.Repeat(character, length));
            Assert.Equal(text, Codec.AgreesWithMessagePack(new Texts { Text = text, Maybe = text + "x", List = [text] }).Text);
            Assert.Equal(length * bytes, System.Text.Encoding.UTF8.GetByteCount(text));
        }
    }
}
