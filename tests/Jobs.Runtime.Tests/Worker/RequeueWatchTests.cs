using System.Diagnostics.Metrics;
using Jobs.Worker;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

public sealed class RequeueWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider clock = new();
    private readonly TestLog log = new();

    [Fact]
    public void A_handful_of_requeued_jobs_is_no_line()
    {
        new RequeueWatch(clock, log, "q").Requeued(RequeueWatch.Handful, Patience);

        Assert.Empty(log.Lines);
    }

    [Fact]
    public void More_requeued_jobs_are_one_line_a_minute()
    {
        var watch = new RequeueWatch(clock, log, "q");
        for (var i = 0; i < 10; i++)
            watch.Requeued(RequeueWatch.Handful, Patience);

        Assert.Contains("queue q", Assert.Single(log.Of(LogIds.RequeuedUnstarted)).Text, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromMinutes(1));
        watch.Requeued(RequeueWatch.Handful + 1, Patience);
        Assert.Equal(2, log.Of(LogIds.RequeuedUnstarted).Length);
    }

    [Fact]
    public void Every_requeued_job_is_counted_for_its_queue()
    {
        const string queue = "counted-here-alone";
        var counted = 0L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, on) =>
            {
                if (instrument.Meter.Name == "Jobs" && instrument.Name == "jobs.requeued")
                    on.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, by, tags, _) => counted += tags.Contains(new("messaging.destination.name", queue)) ? by : 0);
        listener.Start();

        new RequeueWatch(clock, log, queue).Requeued(3, Patience);

        Assert.Equal(3, counted);
    }
}
