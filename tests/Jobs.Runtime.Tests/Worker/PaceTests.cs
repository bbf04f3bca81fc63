using Jobs.Worker;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

public sealed class PaceTests
{
    private readonly FakeTimeProvider clock = new();

    [Fact]
    public void Nothing_is_fetched_ahead_before_the_pace_is_known()
    {
        var pace = new Pace(clock, max: 1000);
        Assert.Equal(0, pace.Prefetch);

        Turn(pace, finished: 100); // the first turn: how long its jobs took is not known

        Assert.Equal(0, pace.Prefetch);
    }

    [Fact]
    public void As_many_as_finish_in_two_turns_are_fetched_ahead()
    {
        Assert.Equal(60, Steady(perTurn: 30, max: 1000).Prefetch);
    }

    [Fact]
    public void Never_more_than_the_bound_are_fetched_ahead()
    {
        Assert.Equal(50, Steady(perTurn: 30, max: 50).Prefetch);
        Assert.Equal(0, Steady(perTurn: 30, max: 0).Prefetch);
    }

    [Fact]
    public void Slow_jobs_are_not_fetched_ahead()
    {
        var pace = new Pace(clock, max: 1000);
        for (var i = 0; i < 10; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(50));
            Turn(pace, finished: 10);
        }

        Assert.Equal(0, pace.Prefetch);
    }

    [Fact]
    public void When_jobs_become_slow_the_bound_halves_with_each_turn()
    {
        var pace = Steady(perTurn: 100, max: 1000);
        var seen = new List<int>();
        for (var i = 0; i < 9; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Turn(pace, finished: 1);
            seen.Add(pace.Prefetch);
        }

        Assert.Equal([100, 50, 25, 12, 6, 3, 1, 0, 0], seen);
    }

    [Fact]
    public void When_jobs_waited_too_long_nothing_is_fetched_ahead_until_the_pace_is_known_again()
    {
        var pace = Steady(perTurn: 100, max: 1000);

        pace.Reset();

        Assert.Equal(0, pace.Prefetch);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Turn(pace, finished: 5);
        Assert.Equal(10, pace.Prefetch);
    }

    [Fact]
    public void The_time_a_turn_is_under_way_is_no_pause()
    {
        var pace = Steady(perTurn: 1, max: 1000);

        for (var i = 0; i < 3; i++)
            Turn(pace, finished: 30, takes: TimeSpan.FromMilliseconds(100));

        Assert.Equal(60, pace.Prefetch);
    }

    [Fact]
    public void Where_jobs_fetched_ahead_would_wait_too_long_for_their_turn_none_are()
    {
        var pace = new Pace(clock, max: 1000);

        for (var i = 0; i < 3; i++)
            Turn(pace, finished: 30, takes: TimeSpan.FromSeconds(4));

        Assert.Equal(0, pace.Prefetch);
    }

    [Fact]
    public void Over_a_slow_link_as_many_are_fetched_ahead_as_finish_in_two_turns()
    {
        var pace = Steady(perTurn: 1, max: 1000);

        for (var i = 0; i < 3; i++)
            Turn(pace, finished: 30, takes: TimeSpan.FromSeconds(3));

        Assert.Equal(60, pace.Prefetch);
    }

    [Theory]
    [InlineData(0, 500)]
    [InlineData(200, 500)]
    [InlineData(1500, 3000)]
    [InlineData(60_000, 8000)]
    public void Fetched_jobs_wait_for_two_turns_within_bounds(int turnMs, int waitMs)
    {
        var pace = new Pace(clock, max: 1000);

        Turn(pace, finished: 1, takes: TimeSpan.FromMilliseconds(turnMs));

        Assert.Equal(TimeSpan.FromMilliseconds(waitMs), pace.Patience);
    }

    [Fact]
    public void Where_slots_were_idle_the_next_turn_brings_twice_as_many()
    {
        var pace = new Pace(clock, max: 1000);
        var (brought, inHand) = (new List<int>(), 1);
        Turn(pace, finished: 1, starved: 1);
        for (var i = 0; i < 11; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Turn(pace, finished: 1, starved: inHand);
            inHand = pace.Prefetch - inHand; // what came waits, and counts
            brought.Add(inHand);
        }

        Assert.Equal([2, 4, 8, 16, 32, 64, 128, 256, 512, 488, 512], brought);
    }

    [Fact]
    public void Slots_that_are_idle_as_no_job_finishes_fetch_none_ahead()
    {
        var pace = Steady(perTurn: 0, max: 1000);

        Turn(pace, finished: 0, starved: 20);

        Assert.Equal(0, pace.Prefetch);
    }

    [Fact]
    public void Slots_that_are_idle_after_a_pause_fetch_none_ahead()
    {
        var pace = Steady(perTurn: 0, max: 1000);

        clock.Advance(TimeSpan.FromSeconds(1));
        Turn(pace, finished: 20, starved: 20);

        Assert.Equal(0, pace.Prefetch);
    }

    private void Turn(Pace pace, int finished, TimeSpan takes = default, int starved = 0)
    {
        var sentAt = clock.GetTimestamp();
        clock.Advance(takes);
        pace.Turned(finished, sentAt, starved);
    }

    private Pace Steady(int perTurn, int max)
    {
        var pace = new Pace(clock, max);
        for (var i = 0; i < 3; i++)
        {
            Turn(pace, perTurn);
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        return pace;
    }
}
