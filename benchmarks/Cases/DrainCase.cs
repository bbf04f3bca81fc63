using Jobs.Benchmarks.Measuring;
using Jobs.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>No-op jobs that wait already: how fast one worker process is through them, beside a bare loop over the same script.</summary>
internal sealed class DrainCase : ICase
{
    public string Name => "drain";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        var (ours, floor) = (new List<Round>(), new List<Round>());
        for (var round = -1; round < size.Rounds; round++) // the first warms up and is not counted
        {
            await FillAsync(setup, size.Jobs);
            var load = await Load.BeginAsync(setup);
            var bare = await Floor.DrainAsync(setup, Setup.Queue, size.Jobs, batch: 100);
            var used = await load.EndAsync();
            if (round >= 0)
            {
                floor.Add(Round.Of(size.Jobs, bare, used, used.Bytes));
            }

            await FillAsync(setup, size.Jobs);
            var drained = await WorkAsync(setup, size.Jobs);
            if (round >= 0)
            {
                ours.Add(drained);
            }
        }

        var own = Allocations.Of(Noop.New) + Allocations.Of(static () => new AttemptServices(null!));
        double[] Ratio(Func<Round, double> of) => [.. ours.Zip(floor, (a, b) => of(a) / of(b))];
        return
        [
            new Figure("drain: jobs per second, first to last", "/s", [.. ours.Select(r => r.Rate)]) { Goal = Goal.Min(120_000) },
            new Figure("drain: floor, a bare loop over the turn script", "/s", [.. floor.Select(r => r.Rate)]),
            new Figure("drain: ours / floor", "×", Ratio(static r => r.Rate)) { Goal = Goal.Min(0.66), IsGuarded = true },
            new Figure("drain: worker CPU per job, with the start of its host", "µs", [.. ours.Select(r => r.Process)]) { Goal = Goal.Max(8) },
            new Figure("drain: Redis CPU per job", "µs", [.. ours.Select(r => r.Server)]),
            new Figure("drain: Redis CPU per job, ours / floor", "×", Ratio(static r => r.Server)) { IsGuarded = true },
            new Figure("drain: Redis commands per job", "", [.. ours.Select(r => r.Commands)]) { Goal = Goal.Max(0.2) },
            new Figure("drain: allocated per job, beyond payload and scope", "B", [.. ours.Select(r => r.Bytes - own)]) { Goal = Goal.Max(500), IsGuarded = true },
        ];
    }

    private static async Task<Round> WorkAsync(Setup setup, int jobs)
    {
        var load = await Load.BeginAsync(setup);
        var done = Countdown.Expect(jobs);
        using var host = await setup.StartHostAsync(static worker => worker.Concurrency = 20);
        await done;
        var used = await load.EndAsync();
        await host.StopAsync();
        return Round.Of(jobs, Countdown.Elapsed, used, Countdown.Allocated);
    }

    private static async Task FillAsync(Setup setup, int jobs)
    {
        await setup.EmptyAsync();
        using var host = await setup.StartHostAsync();
        await host.Services.GetRequiredService<IJobClient>().EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, jobs));
        await host.StopAsync();
    }

    private sealed record Round(double Rate, double Process, double Server, double Bytes, double Commands)
    {
        public static Round Of(int jobs, TimeSpan time, Used used, long bytes) =>
            new(jobs / time.TotalSeconds, used.Process.TotalMicroseconds / jobs, used.Server.TotalMicroseconds / jobs, bytes / (double)jobs, used.Commands / jobs);
    }
}
