using Jobs.Worker;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Defects of the worker itself: nobody awaits a slot's loop.</summary>
public sealed class SlotRunnerTests
{
    [Fact]
    public async Task A_slot_goes_on_after_a_job_whose_end_cannot_be_told()
    {
        var log = new TestLog();
        var starter = new SlotRunnerStarter();
        var worker = Fakes.Services(TimeProvider.System, log, new Slots(1, strict: false) { StartRunner = starter.Start });
        starter.Runner = new SlotRunner(worker, new JobRunner(worker));
        using var pump = new QueuePump(worker, "q", weight: 1);
        worker.Slots.Add(pump.Share);
        var broken = new TakenJob(new HandOut("session"u8.ToArray(), 1, new byte[] { 1, 2, 3 }), position: 0); // without a whole id: all that is to be said of it fails
        var sound = Fakes.Taken(envelope: [0]);

        worker.Slots.Return(pump.Share, 0, [broken], pump, more: false, at: TimeProvider.System.GetTimestamp());
        var line = Assert.Single(await log.SeenAsync(LogIds.OutcomeNotTold));
        worker.Slots.Return(pump.Share, 0, [sound], pump, more: false, at: TimeProvider.System.GetTimestamp());

        Assert.Contains("queue q", line.Text, StringComparison.Ordinal);
        Assert.True(pump.Session.IsLost);
        Assert.Contains(sound.Id.ToString(), Assert.Single(await log.SeenAsync(LogIds.Undecodable)).Text, StringComparison.Ordinal);
    }
}
