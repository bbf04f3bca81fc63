using System.Buffers;
using Jobs.Inspection;
using MessagePack;

namespace Jobs.Runtime.Tests.Inspection;

public sealed class PayloadTextTests
{
    private const string Canary = "canary-7c1d";

    private static readonly JobManifests Manifests = JobManifests.Read([$$"""{"at":1,"jobs":[{{ManifestOf<Show>()}}]}"""]);

    [Fact]
    public void A_payload_is_shown_with_what_is_sensitive_hidden()
    {
        var payload = new Show(
            "a \"b\" é", Speed.Fast, new Circle(1.5), new() { [Speed.Slow] = [1, 2] }, (7, TimeSpan.FromSeconds(90)), new Secretive { Open = "o", Pin = new Version(1, 2) }, [1, 2, 3],
            new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), Canary);

        var text = PayloadText.OfPayload(Write(payload), Manifests.Find("show", 1));

        Assert.Equal(
            """
            {
              "Text": "a \"b\" é",
              "Speed": "Fast",
              "Shape": {
                "Radius": 1.5
              },
              "Map": {
                "Slow": [
                  1,
                  2
                ]
              },
              "Pair": [
                7,
                "00:01:30"
              ],
              "Inner": {
                "Open": "o",
                "Pin": "(sensitive)"
              },
              "Bytes": "(3 bytes)",
              "At": "2026-01-02T03:04:05+02:00",
              "Token": "(sensitive)"
            }
            """,
            text, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_result_is_shown_the_same_way() =>
        Assert.Equal(
            """{"Number":4,"Inner":{"Open":null,"Pin":"(sensitive)"}}""",
            PayloadText.OfResult(MessagePackSerializer.ConvertFromJson($$"""{"Number":4,"Inner":[null,null,"{{Canary}}"]}"""), Manifests.Find("display", 1))
                .ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"Text":"t","Other":"canary-7c1d"}""", "(not described)")]
    [InlineData("""{"Text":{"Nested":"canary-7c1d"}}""", "(unreadable)")]
    [InlineData("""{"Inner":["o","canary-7c1d"]}""", "(not described)")]
    [InlineData("""["canary-7c1d"]""", "(unreadable)")]
    [InlineData("""{"Shape":[9,"canary-7c1d"]}""", "(unreadable)")]
    public void What_is_not_as_described_is_hidden(string json, string shown)
    {
        var text = PayloadText.OfPayload(MessagePackSerializer.ConvertFromJson(json), Manifests.Find("show", 1));

        Assert.Contains(shown, text, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_that_nobody_has_published_is_hidden_whole() =>
        Assert.Equal("\"(not described)\"", PayloadText.OfPayload(MessagePackSerializer.Serialize(Canary), Manifests.Find("show", 2)));

    [Fact]
    public void Bytes_that_ask_for_too_much_are_not_followed()
    {
        var deep = Enumerable.Repeat((byte)0x91, 10_000).Append((byte)0xc0).ToArray();

        Assert.Equal("\"(unreadable)\"", PayloadText.OfPayload(deep, Manifests.Find("show", 1)));
    }

    private static string ManifestOf<T>() where T : IJob<T> => T.Definition.Manifest;

    private static ReadOnlyMemory<byte> Write<T>(T value) where T : IJob<T>
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        T.Write(ref writer, value);
        writer.Flush();
        return bytes.WrittenMemory;
    }
}
