namespace Jobs.Abstractions.Tests.Payloads;

public sealed class JobDefinitionTests
{
    [Fact]
    public void What_the_attribute_does_not_say_has_its_default()
    {
        var definition = new JobDefinition("send-email");

        Assert.Equal("send-email", definition.ToString());
        Assert.Equal("default", definition.Queue);
        Assert.Equal(25, definition.MaxAttempts);
        Assert.Equal(TimeSpan.Zero, definition.Timeout);
        Assert.Equal("polynomial", definition.Retry.ToString());
        Assert.Equal(TimeSpan.FromMinutes(15), definition.Retention);
        Assert.Empty(definition.Aliases);
    }

    [Theory]
    [InlineData("")]
    [InlineData("send email")]
    [InlineData("{a}")]
    public void Names_and_aliases_are_checked(string name)
    {
        Assert.Contains($"'{name}' is not a job name", Assert.Throws<ArgumentException>(() => new JobDefinition(name)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new JobDefinition("a") { Aliases = ["b", name] });
        Assert.Throws<ArgumentException>(() => new JobDefinition("a") { Queue = name });
    }

    [Fact]
    public void Numbers_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new JobDefinition("a") { MaxAttempts = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new JobDefinition("a") { MaxAttempts = 1001 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new JobDefinition("a") { Timeout = TimeSpan.FromDays(8) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new JobDefinition("a") { Retention = TimeSpan.FromDays(366) });
    }
}
