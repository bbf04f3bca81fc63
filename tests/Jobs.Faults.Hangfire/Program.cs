using System.Globalization;
using Hangfire;
using Hangfire.Redis.StackExchange;
using Jobs.Faults.Hangfire;

// A worker:    hangfire-process work SERVER FOLDER [INVISIBILITY-SECONDS]
// A producer:  hangfire-process enqueue SERVER FOLDER COUNT MILLISECONDS LONG-EVERY LONG-MILLISECONDS
var (mode, server, folder) = (args[0], args[1], args[2]);
Work.Journal = new Journal(folder, mode == "work" ? "journal" : "enqueued");
var options = new RedisStorageOptions { Prefix = "{hangfire}:" };
if (mode == "work" && args.Length > 3)
{
    options.InvisibilityTimeout = TimeSpan.FromSeconds(int.Parse(args[3], CultureInfo.InvariantCulture));
}

GlobalConfiguration.Configuration.UseRedisStorage(server, options);
if (mode == "work")
{
    using var host = new BackgroundJobServer(new BackgroundJobServerOptions { WorkerCount = 10 });
    Console.WriteLine("ready");
    await Task.Delay(Timeout.Infinite);
}

var (count, milliseconds, longEvery, longMilliseconds) = (Number(3), Number(4), Number(5), Number(6));
await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
{
    var time = number % longEvery == longEvery - 1 ? longMilliseconds : milliseconds;
    while (true)
    {
        try
        {
            Work.Journal.Write("ask", number);
            BackgroundJob.Enqueue(() => Work.Run(number, time));
            Work.Journal.Write("stored", number);
            return;
        }
        catch (Exception)
        {
            Work.Journal.Write("unknown", number); // all a caller can do is to enqueue it again
            await Task.Delay(200);
        }
    }
});

int Number(int at) => int.Parse(args[at], CultureInfo.InvariantCulture);
