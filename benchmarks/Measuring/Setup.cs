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

    public Task EmptyAsync() => connection.GetServers()[0].FlushAllDatabasesAsync();

    public async Task<IHost> StartHostAsync(Action<WorkerOptions>? worker = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddJobs(jobs =>
        {
            jobs.UseRedis(redis).AddHandlers();
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
        var cpu = (await connection.GetServers()[0].InfoAsync("cpu")).SelectMany(section => section).ToDictionary(line => line.Key, line => line.Value);
        double Seconds(string name) => double.Parse(cpu[name], System.Globalization.CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds(Seconds("used_cpu_user") + Seconds("used_cpu_sys"));
    }

    public async ValueTask DisposeAsync() => await connection.DisposeAsync();
}
