namespace Jobs.Abstractions.Tests.Handlers;

public sealed class OutcomeExceptionTests
{
    [Fact]
    public void A_snooze_is_at_least_a_millisecond_and_at_most_ten_years()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(1), new JobSnoozeException(TimeSpan.FromMilliseconds(1)).Delay);
        Assert.Equal(Limits.MaxDelay, new JobSnoozeException(Limits.MaxDelay).Delay);
        Assert.Equal("delay", Assert.Throws<ArgumentOutOfRangeException>(() => new JobSnoozeException(TimeSpan.Zero)).ParamName);
        Assert.Equal("delay", Assert.Throws<ArgumentOutOfRangeException>(() => new JobSnoozeException(Limits.MaxDelay + TimeSpan.FromTicks(1))).ParamName);
    }

    [Fact]
    public void The_reason_a_handler_gives_is_the_message()
    {
        var cause = new IOException();

        Assert.Equal("no such customer", new JobCancelledException("no such customer").Message);
        Assert.Equal(("no such customer", cause), (new JobDeadException("no such customer", cause).Message, new JobDeadException("", cause).InnerException));
    }
}
