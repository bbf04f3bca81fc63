using System.Globalization;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary>Where the time of a drain goes: in Redis by its own counters, in the worker by samples of its stacks.</summary>
internal sealed class ProfileTable : ITable
{
    public string Name => "profile";

    public async Task<IReadOnlyList<Table>> RunAsync(Setup setup, Size size)
    {
        if (!Sampling.IsPrepared)
        {
            return await Isolated.RunAsync<Table>(Name, setup.Redis, size == Size.Quick, Sampling.Environment);
        }

        await setup.EmptyAsync();
        await using var worker = await HeldWorker.StartAsync(setup);
        var jobs = size.Jobs * 5;
        Task<ServerUse> DrainAsync() => worker.RunAsync(jobs, FillAsync);
        async Task FillAsync(IJobClient client)
        {
            for (var left = jobs; left > 0; left -= size.Jobs)
            {
                await client.EnqueueNoop(Enumerable.Repeat(Noop.Of100Bytes, Math.Min(left, size.Jobs)));
            }
        }

        ServerUse[] before = [await DrainAsync(), await DrainAsync()]; // until all that is hot has been compiled at its best
        Sampling? sampling = null;
        var use = await worker.RunAsync(jobs, async client =>
        {
            await FillAsync(client);
            sampling = await Sampling.StartAsync();
        });
        var tables = new List<Table> { Server(before.Append(use).MinBy(static drain => drain.ScriptMicroseconds)!, jobs) }; // the least disturbed
        if (sampling is null)
        {
            tables.Add(new Table("In the worker.", "Not measured: perf is not on the path, or may not sample this process.", ["part", ""], []));
            return tables;
        }

        await using (sampling)
        {
            tables.Add(Worker(await sampling.EndAsync(), use.Process.TotalMicroseconds / jobs));
        }

        return tables;
    }

    private static Table Server(ServerUse use, int jobs)
    {
        double PerJob(double all) => all / jobs;
        var isBusy = use.ScriptMicroseconds > use.ServerMicroseconds; // scripts stood still while others had its processor
        var total = isBusy ? use.ScriptMicroseconds : use.ServerMicroseconds;
        double Share(double all) => 100 * all / total;
        var commands = use.ByCommand.OrderByDescending(static command => command.Value.Microseconds).ToArray();
        var within = commands.Sum(static command => command.Value.Microseconds);
        var largest = commands.Where(command => Share(command.Value.Microseconds) >= 1).ToArray();
        var rest = commands.Skip(largest.Length).ToArray();
        List<Row> rows =
        [
            .. largest.Select(command => new Row($"`{command.Key.ToUpperInvariant()}`", Share(command.Value.Microseconds), PerJob(command.Value.Microseconds), PerJob(command.Value.Calls))),
            new Row("other commands", Share(rest.Sum(static c => c.Value.Microseconds)), PerJob(rest.Sum(static c => c.Value.Microseconds)), PerJob(rest.Sum(static c => c.Value.Calls))),
            new Row("the script between its commands", Share(use.ScriptMicroseconds - within), PerJob(use.ScriptMicroseconds - within), PerJob(use.RoundTrips)),
        ];
        if (!isBusy)
        {
            rows.Add(new Row("outside scripts: sockets, parsing, replies", Share(total - use.ScriptMicroseconds), PerJob(total - use.ScriptMicroseconds), double.NaN));
        }

        rows.Add(new Row("all", 100, PerJob(total), double.NaN));
        var clocks = isBusy
            ? $"By its own clock; the machine was busy and Redis stood still at times, so these are too large: of processor time a job took {PerJob(use.ServerMicroseconds):N1} µs, with what lies outside scripts."
            : "Commands and scripts by its own clock, all by its processor time.";
        return new Table(
            "In Redis, while no-op jobs are run.", $"{jobs.ToString("N0", CultureInfo.InvariantCulture)} jobs, payload of 100 bytes, 20 slots, {jobs / use.RoundTrips:N0} jobs a turn. {clocks}",
            ["part", "share, %", "µs per job", "calls per job"], rows);
    }

    private static Table Worker(List<string[]> samples, double microseconds)
    {
        var parts = samples.GroupBy(WorkerParts.Of).Select(part => (part.Key, Share: part.Count() / (double)samples.Count)).OrderByDescending(static part => part.Share);
        return new Table(
            "In the worker, of the same jobs.", $"{samples.Count.ToString("N0", CultureInfo.InvariantCulture)} samples of its stacks by `perf`, each counted for the innermost part it is in; µs: that share of the process's CPU.",
            ["part", "share, %", "µs per job"], [.. parts.Select(part => new Row(part.Key, 100 * part.Share, part.Share * microseconds)), new Row("all", 100, microseconds)]);
    }
}
