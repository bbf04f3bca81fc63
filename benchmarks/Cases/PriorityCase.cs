using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Jobs.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Cases;

/// <summary>A job with a priority behind very many without: how many jobs are fetched before it, and how long the turn takes that fetches it.</summary>
internal sealed class PriorityCase : ICase
{
    private static readonly TimeSpan Session = TimeSpan.FromMinutes(10);

    public string Name => "priority";

    public async Task<IReadOnlyList<Figure>> RunAsync(Setup setup, Size size)
    {
        await setup.EmptyAsync();
        var backlog = Math.Min(size.Backlogs[^1], 1_000_000);
        using var host = await setup.StartHostAsync();
        var client = host.Services.GetRequiredService<IJobClient>();
        await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, backlog));
        var queue = setup.Store.Queue(Setup.Queue);
        await queue.JoinAsync("priority", Session);
        var (turn, outcomes, before, times) = (new TurnRequest(), new List<Outcome>(), new List<double>(), new List<double>());
        var call = 0;
        for (var i = 1; i <= size.Samples; i++)
        {
            var urgent = await client.EnqueueNoop(Noop.Of100Bytes, new() { Priority = i % 2 == 0 ? 1 : int.MaxValue });
            var passed = 0;
            for (var found = false; !found; passed++)
            {
                turn.Fill("priority", ++call, 1, (long)Session.TotalMilliseconds, outcomes);
                var from = Stopwatch.GetTimestamp();
                var job = (await queue.TurnAsync(turn)).Jobs[0];
                times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                found = job.Id == urgent.Id;
                outcomes.Clear();
                outcomes.Add(Outcome.Completed(job, 0));
            }

            before.Add(passed - 1);
            turn.Fill("priority", ++call, 0, (long)Session.TotalMilliseconds, outcomes);
            await queue.TurnAsync(turn);
            outcomes.Clear();
        }

        await host.StopAsync();
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"priority: jobs fetched before one with a priority, {backlog:N0} wait without");
        return [new Figure(name, "", [.. before]) { Goal = Goal.Max(0) }, new Figure("priority: the turn that fetches it", "ms", [.. times])];
    }
}
