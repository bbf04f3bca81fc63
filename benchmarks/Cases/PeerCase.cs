using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>Another library at the same work on the same server, in alternation with ours.</summary>
internal sealed class PeerCase(string name, string title, Func<string, Task<Peer>> start, Func<Size, int> jobsOf, params (string What, double Times)[] goals) : ICase
{
    /// <summary>The worker is last: its connections would be used for what comes after it.</summary>
    private static readonly string[] Work = ["one", "many", "bulk", "drain"];

    public static PeerCase BullMq { get; } = new("bullmq", "BullMQ", Peer.BullMqAsync, static size => size.Jobs / 5, ("drain", 5), ("many", 3));

    public static PeerCase Hangfire { get; } = new("hangfire", "Hangfire", Peer.HangfireAsync, static size => size.Jobs / 50, ("drain", 70));

    public string Name => name;

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var (figures, jobs) = (new List<Figure>(), jobsOf(size));
        Peer peer;
        try
        {
            peer = await start(setup.Redis);
        }
        catch (InvalidOperationException e)
        {
            Console.Error.WriteLine($"{title} is left out: {e.Message}");
            return figures;
        }

        await using (peer)
        {
            foreach (var what in Work)
            {
                var (ours, theirs) = (new List<double>(), new List<double>());
                for (var round = -1; round < size.Rounds; round++) // the first warms up and is not counted
                {
                    await setup.EmptyAsync();
                    var rate = await peer.DoAsync(what, what == "one" ? jobs / 5 : jobs);
                    await setup.EmptyAsync();
                    var own = await OursAsync(setup, what, what == "one" ? size.Jobs / 20 : size.Jobs);
                    if (round >= 0)
                    {
                        theirs.Add(rate);
                        ours.Add(own);
                    }
                }

                if (theirs.TrueForAll(double.IsNaN))
                {
                    continue; // it has no such way
                }

                var goal = Array.Find(goals, goal => goal.What == what).Times;
                figures.Add(new Figure($"{name}: {what}, {peer.Version}", "/s", [.. theirs]));
                figures.Add(new Figure($"{name}: {what}, ours beside it", "/s", [.. ours]));
                figures.Add(new Figure($"{name}: {what}, ours / {title}", "×", [.. ours.Zip(theirs, (a, b) => a / b)]) { Goal = goal > 0 ? Goal.Min(goal) : null });
            }
        }

        return figures;
    }

    private static async Task<double> OursAsync(Setup setup, string what, int jobs)
    {
        using var host = await setup.StartHostAsync();
        var client = host.Services.GetRequiredService<IJobClient>();
        await client.EnqueueNoop(Noop.Of100Bytes);
        await setup.EmptyAsync();
        var clock = Stopwatch.StartNew();
        switch (what)
        {
            case "one":
                await EnqueueCase.CallAsync(client, jobs);
                break;
            case "many":
                await Task.WhenAll(Enumerable.Range(0, EnqueueCase.Callers).Select(_ => Task.Run(() => EnqueueCase.CallAsync(client, jobs / EnqueueCase.Callers))));
                break;
            default:
                await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs));
                break;
        }

        var stored = clock.Elapsed;
        await host.StopAsync();
        if (what != "drain")
        {
            return jobs / stored.TotalSeconds;
        }

        var done = Countdown.Expect(jobs);
        using var worker = await setup.StartHostAsync(static worker => worker.Concurrency = 20);
        await done;
        await worker.StopAsync();
        return jobs / Countdown.Elapsed.TotalSeconds;
    }
}
