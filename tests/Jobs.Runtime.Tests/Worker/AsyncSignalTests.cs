using Jobs.Worker;

namespace Jobs.Runtime.Tests.Worker;

public sealed class AsyncSignalTests
{
    private readonly AsyncSignal signal = new();

    [Fact]
    public async Task Raised_before_it_wakes_at_once()
    {
        signal.Raise();

        var wait = signal.WaitAsync();

        Assert.True(wait.IsCompletedSuccessfully);
        await wait;
    }

    [Fact]
    public async Task Raised_many_times_before_it_wakes_once()
    {
        signal.Raise();
        signal.Raise();
        signal.Raise();
        await signal.WaitAsync();

        var second = signal.WaitAsync().AsTask();

        Assert.False(second.IsCompleted);
        signal.Raise();
        await second.Soon();
    }

    [Fact]
    public async Task Raised_while_somebody_waits_it_wakes_him_and_nobody_later()
    {
        var wait = signal.WaitAsync().AsTask();
        Assert.False(wait.IsCompleted);

        signal.Raise();
        await wait.Soon();

        var next = signal.WaitAsync().AsTask();
        Assert.False(next.IsCompleted);
        signal.Raise();
        await next.Soon();
    }

    /// <summary>The waiter looks, finds nothing, waits: whoever wrote in between must have woken him. One lost wake-up hangs the test.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Nothing_written_before_a_raise_is_overlooked(int writers)
    {
        const int each = 200_000;
        var written = 0;
        var waiter = Task.Run(async () =>
        {
            while (Volatile.Read(ref written) < writers * each)
                await signal.WaitAsync();
        }, TestContext.Current.CancellationToken);

        await Task.WhenAll(Enumerable.Range(0, writers).Select(n => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                Interlocked.Increment(ref written);
                signal.Raise();
                if (i % 1000 == n)
                    Thread.SpinWait(500); // so that the waiter gets to wait
            }
        }, TestContext.Current.CancellationToken)));

        await waiter.Soon();
    }

    /// <summary>Two who hand a ball to and fro: every single wake-up counts.</summary>
    [Fact]
    public async Task Every_wake_up_arrives()
    {
        var other = new AsyncSignal();
        const int rounds = 100_000;
        var answering = Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                await signal.WaitAsync();
                other.Raise();
            }
        }, TestContext.Current.CancellationToken);

        var asking = Task.Run(async () =>
        {
            for (var i = 0; i < rounds; i++)
            {
                signal.Raise();
                await other.WaitAsync();
            }
        }, TestContext.Current.CancellationToken);

        await Task.WhenAll(asking, answering).Soon();
    }
}
