using Jobs.Worker;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

public sealed class RunningJobTests
{
    [Fact]
    public async Task Its_token_is_cancelled_once_and_the_first_reason_stays()
    {
        var clock = new FakeTimeProvider();
        var job = new RunningJob(Fakes.Taken(), Fakes.Pump(clock));
        Assert.Equal((StopReason.None, 0L, false), (job.Stop, job.StoppedAt, job.Token.IsCancellationRequested));

        job.Cancel(StopReason.Timeout);
        var at = clock.GetTimestamp();
        clock.Advance(TimeSpan.FromSeconds(1));
        job.Cancel(StopReason.Shutdown);

        await job.Token.WhenCancelled().Soon();
        Assert.Equal((StopReason.Timeout, at), (job.Stop, job.StoppedAt));
    }

    [Fact]
    public async Task Code_registered_on_its_token_may_block_or_throw()
    {
        var job = new RunningJob(Fakes.Taken(), Fakes.Pump());
        using var release = new ManualResetEventSlim();
        var ran = new TaskCompletionSource();
        job.Token.Register(() => throw new InvalidOperationException("from the handler"));
        job.Token.Register(() =>
        {
            ran.SetResult();
            release.Wait();
        });

        job.Cancel(StopReason.Cancelled); // returns, while the code above still blocks

        await ran.Task.Soon();
        release.Set();
    }

    [Fact]
    public void Its_outcome_is_told_or_it_is_abandoned_and_never_both()
    {
        var told = Fakes.Running(Fakes.Taken());
        Assert.True(told.IsOpen);
        Assert.Equal([true, false, false], [told.Tell(), told.Tell(), told.Abandon()]);
        Assert.Equal((false, false), (told.IsOpen, told.Abandoned));

        var abandoned = Fakes.Running(Fakes.Taken());
        Assert.Equal([true, false, false], [abandoned.Abandon(), abandoned.Abandon(), abandoned.Tell()]);
        Assert.Equal((false, true), (abandoned.IsOpen, abandoned.Abandoned));
    }
}
