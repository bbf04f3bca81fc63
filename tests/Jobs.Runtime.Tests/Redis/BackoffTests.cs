using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Redis;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Each_failure_in_a_row_doubles_the_wait_up_to_its_bound()
    {
        var backoff = new Backoff(First, Longest, time, static () => 0.5);

        Assert.Equal([50, 100, 200, 400, 800, 1600, 2000, 2000], Enumerable.Range(0, 8).Select(failures => backoff.After(failures).TotalMilliseconds));
        Assert.Equal(Longest, backoff.After(int.MaxValue));
    }

    [Theory]
    [InlineData(0, 25)]
    [InlineData(1, 75)]
    public void A_wait_is_spread_over_half_to_one_and_a_half(double jitter, double ms) =>
        Assert.Equal(ms, new Backoff(First, Longest, time, () => jitter).After(0).TotalMilliseconds);

    [Fact]
    public async Task A_wait_ends_with_its_token()
    {
        using var ended = new CancellationTokenSource();
        var wait = new Backoff(First, Longest, time).WaitAsync(3, ended.Token);
        await ended.CancelAsync();

        await Assert.ThrowsAsync<TaskCanceledException>(() => wait);
    }

    [Fact]
    public async Task A_wait_goes_by_the_clock_it_is_given()
    {
        var wait = new Backoff(First, Longest, time).WaitAsync(0);
        Assert.False(wait.IsCompleted);
        time.Advance(Longest);

        await wait;
    }
}
