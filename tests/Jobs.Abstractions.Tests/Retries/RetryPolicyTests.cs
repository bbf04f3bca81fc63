namespace Jobs.Abstractions.Tests.Retries;

public sealed class RetryPolicyTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 31)]
    [InlineData(3, 96)]
    [InlineData(10, 10_015)]
    public void Polynomial_waits_n_to_the_fourth_plus_15_seconds(int failures, int seconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryPolicy.Parse("polynomial").DelayAfter(failures, jitter: 0));
    }

    [Theory]
    [InlineData(1, 16, 26)]
    [InlineData(5, 640, 690)]
    public void Polynomial_is_spread_over_10_seconds_times_n(int failures, int from, int to)
    {
        var policy = RetryPolicy.Parse("polynomial");

        Assert.Equal(TimeSpan.FromSeconds(from), policy.DelayAfter(failures, 0));
        Assert.Equal(TimeSpan.FromSeconds((from + to) / 2.0), policy.DelayAfter(failures, 0.5));
        Assert.InRange(policy.DelayAfter(failures, 0.999_999), TimeSpan.FromSeconds(to - 1), TimeSpan.FromSeconds(to));
    }

    /// <summary>The default: 25 attempts last about three weeks, which outlives a weekend and a holiday.</summary>
    [Fact]
    public void The_default_tries_for_three_weeks()
    {
        var policy = new JobDefinition("job").Retry;

        var all = Enumerable.Range(1, JobDefaults.MaxAttempts - 1).Sum(n => policy.DelayAfter(n, 0).TotalDays);

        Assert.Equal(RetryPolicy.Default, policy.ToString());
        Assert.InRange(all, 20, 22);
    }

    /// <summary>Else ten thousand jobs that failed together would come back together, every five seconds, for as long as they fail.</summary>
    [Theory]
    [InlineData("exponential 100ms max 5s")]
    [InlineData("linear 1s max 5s")]
    public void At_the_longest_wait_jobs_are_spread_over_the_half_below_it(string policy)
    {
        var retry = RetryPolicy.Parse(policy);

        Assert.Equal(TimeSpan.FromSeconds(5), retry.DelayAfter(100, jitter: 0));
        Assert.Equal(TimeSpan.FromSeconds(3.75), retry.DelayAfter(100, jitter: 0.5));
        Assert.Equal(TimeSpan.FromSeconds(2.5), retry.DelayAfter(100, jitter: 1));
    }

    [Fact]
    public void None_waits_not_at_all()
    {
        var policy = RetryPolicy.Parse("none");

        Assert.All(new[] { 1, 2, 1000 }, n => Assert.Equal(TimeSpan.Zero, policy.DelayAfter(n, 0.9)));
    }

    [Theory]
    [InlineData("linear 10s", 1, 10_000)]
    [InlineData("linear 10s", 7, 70_000)]
    [InlineData("linear 250ms", 4, 1_000)]
    [InlineData("exponential 1s", 1, 1_000)]
    [InlineData("exponential 1s", 2, 2_000)]
    [InlineData("exponential 1s", 11, 1_024_000)]
    [InlineData("exponential 2m", 3, 480_000)]
    public void Linear_and_exponential_grow_from_their_first_wait(string policy, int failures, int ms)
    {
        Assert.Equal(TimeSpan.FromMilliseconds(ms), RetryPolicy.Parse(policy).DelayAfter(failures, jitter: 0));
    }

    [Theory]
    [InlineData("linear 10s")]
    [InlineData("exponential 10s")]
    public void Linear_and_exponential_get_up_to_a_tenth_on_top(string policy)
    {
        var retry = RetryPolicy.Parse(policy);

        Assert.Equal(TimeSpan.FromSeconds(10.5), retry.DelayAfter(1, 0.5));
        Assert.InRange(retry.DelayAfter(1, 0.999_999), TimeSpan.FromSeconds(10.99), TimeSpan.FromSeconds(11));
    }

    [Theory]
    [InlineData("30s,1m,5m,10m")]
    [InlineData(" 30s, 1m , 5m,10m ")]
    public void A_list_is_exact_and_its_last_entry_repeats(string policy)
    {
        var retry = RetryPolicy.Parse(policy);

        Assert.Equal([30, 60, 300, 600, 600, 600], Enumerable.Range(1, 6).Select(n => retry.DelayAfter(n, 0.999).TotalSeconds));
    }

    [Theory]
    [InlineData("5ms", 5)]
    [InlineData("5s", 5_000)]
    [InlineData("5m", 300_000)]
    [InlineData("5h", 18_000_000)]
    [InlineData("5d", 432_000_000)]
    public void A_wait_has_a_unit(string policy, double ms)
    {
        Assert.Equal(ms, RetryPolicy.Parse(policy).DelayAfter(1, 0).TotalMilliseconds);
    }

    [Theory]
    [InlineData("exponential 1s max 1h", 40, 3600)]
    [InlineData("exponential 1s max 1h", 2_000, 3600)]
    [InlineData("linear 10s max 25s", 3, 25)]
    [InlineData("polynomial max 1m", 10, 60)]
    public void A_maximum_holds_with_any_jitter(string policy, int failures, int seconds)
    {
        var retry = RetryPolicy.Parse(policy);

        Assert.Equal(TimeSpan.FromSeconds(seconds), retry.DelayAfter(failures, 0));
        Assert.InRange(retry.DelayAfter(failures, 0.999), TimeSpan.FromSeconds(seconds * 0.5), TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("polynomial")]
    [InlineData("linear 300d")]
    [InlineData("exponential 365d")]
    public void No_wait_is_longer_than_a_year(string policy)
    {
        Assert.Equal(TimeSpan.FromDays(365), RetryPolicy.Parse(policy).DelayAfter(int.MaxValue, 0));
    }

    [Fact]
    public void Before_the_first_failure_the_first_wait_holds()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), RetryPolicy.Parse("30s,1m").DelayAfter(0, 0));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("sometimes")]
    [InlineData("none 5s")]
    [InlineData("linear")]
    [InlineData("linear fast")]
    [InlineData("linear 10s max")]
    [InlineData("linear 10s max 5")]
    [InlineData("linear 10s 20s")]
    [InlineData("linear 10s max 1h now")]
    [InlineData("exponential 0s")]
    [InlineData("exponential -1s")]
    [InlineData("exponential 1.5s")]
    [InlineData("exponential 366d")]
    [InlineData("exponential 9999999999s")]
    [InlineData("polynomial 1s")]
    [InlineData("Polynomial")]
    [InlineData("30s,")]
    [InlineData("30s,,1m")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("30 s")]
    [InlineData("٣s")]
    public void What_is_no_policy_is_refused_by_an_error_that_lists_the_forms(string? text)
    {
        var error = Assert.Throws<FormatException>(() => RetryPolicy.Parse(text!));

        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("exponential 1s max 1h", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_is_written_as_it_was_read()
    {
        Assert.Equal("exponential 1s max 1h", RetryPolicy.Parse("exponential 1s max 1h").ToString());
    }
}
