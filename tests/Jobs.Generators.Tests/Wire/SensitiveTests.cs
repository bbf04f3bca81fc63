namespace Jobs.Generators.Tests.Wire;

public sealed class SensitiveTests
{
    [Fact]
    public void A_record_prints_it_hidden() => Assert.Equal("SensitivePayload { To = a, Secret = *** }", new SensitivePayload("a", new Version(1, 2)).ToString());

    [Fact]
    public void An_error_in_reading_it_tells_the_member_and_nothing_of_the_value()
    {
        var error = Assert.Throws<MessagePack.MessagePackSerializationException>(() => Codec.Read<SensitivePayload>(Codec.Json("""{"To":"a","Secret":"canary"}""")));

        Assert.StartsWith("Job 'sensitive': member 'Secret' cannot be read", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_stored_like_any_other() => Assert.Equal(new Version(1, 2), Codec.Read<SensitivePayload>(Codec.Write(new SensitivePayload("a", new Version(1, 2)))).Secret);
}
