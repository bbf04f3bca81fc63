using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Jobs.Benchmarks.Cases;
using Jobs.Benchmarks.Line;
using Jobs.Benchmarks.Measuring;
using Jobs.Benchmarks.Micro;
using Jobs.Benchmarks.Model;
using Jobs.Benchmarks.Plots;
using Jobs.TestServers;

if (args is ["line", var server])
{
    return LineProgram.Run(int.Parse(server, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is ["worker", var shared])
{
    return await ProcessesCase.WorkAsync(shared);
}

ICase[] cases = [new DrainCase(), new LatencyCase(), new DelayCase(), new BurstCase(), new EnqueueCase(), new RetryCase(), new MemoryCase(), new PriorityCase(), new ProcessesCase(), new NativeCase(), PeerCase.BullMq, PeerCase.Hangfire, new BacklogCase()];
ITable[] tables = [new OperationsTable(), new RoundTripTable(), new PayloadTable(), new AppendOnlyTable(), new HandlersTable(), new QueuesTable(), new EstimateTable(), new ProfileTable()];
string[] names = [.. cases.Select(c => c.Name), .. tables.Select(t => t.Name)];

var name = new Argument<string>("case") { Description = "all, or guard (ratios against RESULTS.md), or model (the tables of MODEL.md), or micro (MICRO.md), or one of: " + string.Join(", ", names), DefaultValueFactory = _ => "all" };
name.AcceptOnlyFromAmong([.. names, "all", "guard", "model", "micro"]);
var redis = new Option<string?>("--redis") { Description = "A Redis to measure on, which is emptied. Without it, a redis-server is started and stopped." };
var quick = new Option<bool>("--quick") { Description = "Few and short rounds: shows that it works, not how fast." };
var json = new Option<bool>("--json") { Description = "Every round's value, as JSON." };

var command = new RootCommand("Measures Jobs beside a bare loop over the same scripts.") { name, redis, quick, json };
command.SetAction(async parsed =>
{
    if (parsed.GetValue(name) is "micro")
    {
        return MicroCommand.Run(parsed.GetValue(quick));
    }

    await using var own = parsed.GetValue(redis) is null ? await RedisProcess.StartAsync(appendOnly: false) : null;
    await using var setup = await Setup.ConnectAsync(parsed.GetValue(redis) ?? own!.ConnectionString);
    var isQuick = parsed.GetValue(quick);
    var asked = parsed.GetValue(name)!;
    if (asked is "guard")
    {
        return await Guard.RunAsync(["memory", "drain", "latency", "enqueue", "retry"], setup.Redis, isQuick);
    }

    if (asked is "model" || tables.Any(t => t.Name == asked))
    {
        return await ModelCommand.RunAsync(tables, asked, setup, isQuick, parsed.GetValue(json));
    }

    var figures = new List<Figure>();
    var began = Stopwatch.GetTimestamp();
    foreach (var one in cases.Where(c => asked is "all" || asked == c.Name))
    {
        foreach (var figure in asked is "all" ? await Isolated.RunAsync(one.Name, setup.Redis, isQuick) : await one.RunAsync(setup, isQuick ? Size.Quick : Size.Full))
        {
            figures.Add(figure);
            if (!parsed.GetValue(json))
            {
                Console.WriteLine(figure);
            }
        }
    }

    if (parsed.GetValue(json))
    {
        Console.WriteLine(JsonSerializer.Serialize(figures));
    }

    if (!isQuick && !parsed.GetValue(json))
    {
        MeasuredPlots.Write(figures);
    }

    if (asked is "all" && !isQuick)
    {
        Results.Write(figures, setup, Stopwatch.GetElapsedTime(began));
    }

    return 0;
});
return await command.Parse(args).InvokeAsync();
