namespace Jobs.Runtime.Tests.Redis;

public sealed class SuspectLimitsTests
{
    [Theory]
    [InlineData(0, 10, "1 1")]
    [InlineData(1, 10, "1 1")]
    [InlineData(2, 10, "1 2 1")]
    [InlineData(3, 10, "2 2 1")]
    [InlineData(3, 200, "2 50 1")]
    [InlineData(3, 1, "2 1 1")]
    [InlineData(4, 200, "2 100 50 1")]
    [InlineData(100, 50, "98 25 12 1")]
    public void Groups_are_halved_as_chances_run_out_and_the_last_one_is_alone(int maxRecoveries, int slots, string limits) =>
        Assert.Equal(limits, SuspectLimits.Of(maxRecoveries, slots));
}
