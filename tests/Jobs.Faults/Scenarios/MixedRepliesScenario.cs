using Jobs.Faults.Checking;
using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Scenarios;

/// <summary>One reply vanishes out of the middle of a connection that lives on, time and again: the client library takes each reply after it for that of
/// the request before, unless it is told to look (<c>highIntegrity</c>).</summary>
internal sealed class MixedRepliesScenario : IScenario
{
    private const int Jobs = 6_000;
    private const int Lost = 20;
    private const int Every = 150; // replies

    public string Name => "mixed-replies";

    public string Shows => $"{Lost} replies vanish out of connections that live on, so that those after them go to the wrong requests: with highIntegrity=true the connection is dropped and nothing comes of it";

    public bool ByName => true;

    public async Task RunAsync(Report report, IBinary binary)
    {
        await using var stage = await Stage.SetAsync(report, binary);
        stage.ConnectionSettings = "highIntegrity=true"; // without it nobody notices: the worker is told what another request was answered
        var (seen, lost) = (0, 0);
        var next = Every + report.Random.Next(Every);
        foreach (var proxy in stage.Servers.ProxiesOf(Roles.Worker).Concat(stage.Servers.ProxiesOf(Roles.Producer)))
        {
            proxy.Set(Fault.Filter(frame =>
            {
                lock (report)
                {
                    if (ReplyFrames.IsPush(frame) || ++seen < next || lost == Lost)
                    {
                        return true;
                    }

                    lost++;
                    next = seen + Every + report.Random.Next(Every);
                    return false;
                }
            }));
        }

        stage.StartWorker(Roles.Worker);
        stage.StartWorker(Roles.Worker);
        var producer = stage.StartProducer(Roles.Producer, Jobs, "--milliseconds", "5", "--per-second", "200");
        await stage.DrainedAsync(producer, TimeSpan.FromSeconds(120));
        report.Figure("replies that vanished", lost);
        var stories = (await Checker.CheckAsync(stage, report)).Stories;
        report.Figure("jobs that ran more than once", stories.Count(story => story.Starts.Count > 1));
    }
}
