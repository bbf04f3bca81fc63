using System.Globalization;
using Hangfire;
using Hangfire.Redis.StackExchange;
using Jobs.Benchmarks.Peers;

// Does what each line asks for and answers with one number, jobs per second:  drain N | one N | many N
GlobalConfiguration.Configuration.UseRedisStorage(args[0], new RedisStorageOptions { Prefix = "{hangfire}:" });
Console.WriteLine($"Hangfire {typeof(BackgroundJob).Assembly.GetName().Version}");
while (Console.ReadLine() is { } line)
{
    var jobs = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    var rate = line.Split(' ')[0] switch
    {
        "drain" => await Contest.DrainAsync(jobs),
        "one" => Contest.Enqueue(jobs, callers: 1),
        "many" => Contest.Enqueue(jobs, callers: 32),
        _ => double.NaN,
    };
    Console.WriteLine(rate.ToString(CultureInfo.InvariantCulture));
}
