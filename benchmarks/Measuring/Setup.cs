using Jobs.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Jobs.Benchmarks.Measuring;

/// <summary>A server to measure on, and hosts on it.</summary>
internal sealed class Setup(string redis, ConnectionMultiplexer connection) : IAsyncDisposable
{
    public const string Queue = "default";

    public string Redis => redis;

    public IDatabase Database => connection.GetDatabase();

    /// <summary>The bare scripts, for the floor.</summary>
    public JobStore Store { get; } = new(new ScriptRunner(connection), "jobs");

    public ISubscriber Subscriber => connection.GetSubscriber();

    public static async Task<Setup> ConnectAsync(string redis)
    {
        var options = ConfigurationOptions.Parse(redis);
        options.AllowAdmin = true;
        return new Setup(redis, await ConnectionMultiplexer.ConnectAsync(options));
    }

    /// <summary>On connections as a worker makes them: read and written by threads of their own. Holds for whatever this process connects from now on.</summary>
    public static async Task<Setup> ConnectAsWorkerAsync(string redis)
    {
        RedisConnections.UseDedicatedThreads();
        return new Setup(redis, await ConnectionMultiplexer.ConnectAsync(RedisConnections.Settings(ConfigurationOptions.Parse(redis), RedisConnections.DataRole)));
    }

    public string ServerVersion => connection.GetServers()[0].Version.ToString();

    /// <summary>Forgets all data, and waits until the server has its memory back: else the next case shares its processor with that.</summary>
    public async Task EmptyAsync()
    {
        await Database.ExecuteAsync("FLUSHALL", "ASYNC");
        while ((await InfoAsync("memory"))["lazyfree_pending_objects"] > 0)
        {
            await Task.Delay(20);
        }
    }

    /// <param name="worker">Its worker; null: it has none.</param>
    /// <param name="way">Another way to the same server, as host:port.</param>
    public async Task<IHost> StartHostAsync(Action<WorkerOptions>? worker = null, string? way = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddJobs(jobs =>
        {
            jobs.UseRedis(way ?? redis).AddHandlers();
            if (worker is not null)
            {
                jobs.AddWorker(worker);
            }
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>CPU time the server has used.</summary>
    public async Task<TimeSpan> ServerCpuAsync()
    {
        var cpu = await InfoAsync("cpu");
        return TimeSpan.FromSeconds(cpu["used_cpu_user"] + cpu["used_cpu_sys"]);
    }

    /// <summary>How many jobs of the queue have been completed.</summary>
    public async Task<long> EndedAsync()
    {
        var at = RedisScript.Turn.Keys.ToList().IndexOf(QueueKey.Stats);
        return (long)await Database.HashGetAsync(Store.Queue(Queue).Names.For(RedisScript.Turn)[at], "completed");
    }

    /// <summary>Commands it has run, those of scripts too.</summary>
    public async Task<double> ServerCommandsAsync() => (await InfoAsync("stats"))["total_commands_processed"];

    /// <summary>Memory its data takes.</summary>
    public async Task<double> ServerBytesAsync() => (await InfoAsync("memory"))["used_memory_dataset"];

    private async Task<Dictionary<string, double>> InfoAsync(string section)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, text) in (await connection.GetServers()[0].InfoAsync(section)).SelectMany(lines => lines))
        {
            if (double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value))
            {
                figures[name] = value;
            }
        }

        return figures;
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();
}
