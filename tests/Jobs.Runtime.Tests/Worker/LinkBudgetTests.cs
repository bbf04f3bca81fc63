using Jobs.Worker;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>The byte budget over links of the test's own: a turn takes a round trip, and its bytes at the link's rate.</summary>
public sealed class LinkBudgetTests
{
    private const int MB = 1_000_000;
    private readonly FakeTimeProvider clock = new();
    private TimeSpan timeout = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData(0, 4)]
    [InlineData(0, 50)]
    [InlineData(300, 4)]
    [InlineData(300, 50)]
    [InlineData(600, 20)]
    [InlineData(1500, 20)]
    public void A_backlog_of_large_jobs_takes_at_most_twice_what_the_link_needs(int roundTripMs, int megabytesPerSecond)
    {
        var link = new Link(roundTripMs, megabytesPerSecond * MB);
        var budget = Budget();
        for (var i = 0; i < 12; i++)
            Turn(budget, link, jobBytes: 100_000);

        var (from, bytes) = (clock.GetTimestamp(), 0L);
        for (var i = 0; i < 20; i++)
        {
            var at = clock.GetTimestamp();
            bytes += Turn(budget, link, jobBytes: 100_000);
            Assert.InRange(clock.GetElapsedTime(at), TimeSpan.Zero, timeout * 0.75);
        }

        Assert.True(bytes / clock.GetElapsedTime(from).TotalSeconds >= link.BytesPerSecond / 2.0, $"{bytes / clock.GetElapsedTime(from).TotalSeconds:N0} B/s of {link.BytesPerSecond:N0}, {budget.Bytes:N0} a turn");
    }

    [Fact]
    public void Over_a_link_that_becomes_slow_a_turn_soon_takes_well_under_the_timeout()
    {
        timeout = TimeSpan.FromSeconds(2);
        var budget = Budget();
        for (var i = 0; i < 12; i++)
            Turn(budget, new Link(0, 50 * MB), jobBytes: 10_000);

        var slow = new Link(0, 4 * MB);
        for (var i = 0; i < 3; i++)
            Turn(budget, slow, jobBytes: 10_000);
        var at = clock.GetTimestamp();
        Turn(budget, slow, jobBytes: 10_000);

        Assert.InRange(clock.GetElapsedTime(at), TimeSpan.Zero, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_turn_that_was_not_answered_makes_the_next_one_carry_one_job()
    {
        var budget = Budget();
        Turn(budget, new Link(0, 4 * MB), jobBytes: MB);

        budget.Failed();

        Assert.Equal((LinkBudget.OneJob, 1), (budget.Bytes, budget.Afford(200)));
    }

    [Fact]
    public void After_a_turn_of_one_job_turns_grow_again()
    {
        var budget = Budget();
        budget.Failed();

        for (var i = 0; i < 6; i++)
            Turn(budget, new Link(10, 50 * MB), jobBytes: 50_000);

        Assert.True(budget.Bytes >= MB, $"{budget.Bytes:N0}");
    }

    [Fact]
    public void Small_jobs_are_bounded_by_no_bytes()
    {
        var budget = Budget();
        for (var i = 0; i < 10; i++)
            Turn(budget, new Link(1, 50 * MB), jobBytes: 150, want: 1000);

        Assert.Equal(1000, budget.Afford(1000));
    }

    [Fact]
    public void No_turn_carries_more_than_the_most_however_fast_the_link()
    {
        var budget = Budget();
        for (var i = 0; i < 40; i++)
            Turn(budget, new Link(0, 10_000L * MB), jobBytes: MB);

        Assert.Equal(LinkBudget.Most, budget.Bytes);
    }

    private LinkBudget Budget()
    {
        var budget = new LinkBudget(clock, () => timeout);
        return budget;
    }

    /// <returns>The bytes it brought.</returns>
    private long Turn(LinkBudget budget, Link link, int jobBytes, int want = int.MaxValue)
    {
        var jobs = Math.Min(budget.Afford(Math.Min(want, 100_000)), Math.Max(1, budget.Bytes / jobBytes));
        var (sentAt, bytes) = (clock.GetTimestamp(), (long)jobs * jobBytes);
        clock.Advance(TimeSpan.FromMilliseconds(link.RoundTripMs) + TimeSpan.FromSeconds((double)bytes / link.BytesPerSecond));
        budget.Answered(sentAt, told: 0, bytes, jobs);
        return bytes;
    }

    private sealed record Link(int RoundTripMs, long BytesPerSecond);
}
