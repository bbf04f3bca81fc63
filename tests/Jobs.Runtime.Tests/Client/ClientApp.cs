using Jobs.Hosting;
using Jobs.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Client;

/// <summary>A process that only enqueues, put together as an application does it.</summary>
internal sealed class ClientApp : IAsyncDisposable
{
    private readonly ServiceProvider services;

    public ClientApp(string connectionString, string prefix = "jobs", Action<IJobsBuilder>? more = null, TimeProvider? time = null)
    {
        services = new ServiceCollection()
            .AddSingleton(time ?? TimeProvider.System)
            .AddJobs(jobs =>
            {
                jobs.UseRedis(connectionString).Configure(options => options.Prefix = prefix);
                more?.Invoke(jobs);
            })
            .BuildServiceProvider();
        Client = services.GetRequiredService<IJobClient>();
        Instance = services.GetRequiredKeyedService<JobsInstance>("");
    }

    public IJobClient Client { get; }

    public JobsInstance Instance { get; }

    public JobStore Store => Instance.Store;

    public async Task<IDatabase> DatabaseAsync() => (await Instance.Connections.Data.GetAsync()).GetDatabase();

    public T Middleware<T>() where T : IJobMiddleware => services.GetServices<IJobMiddleware>().OfType<T>().Single();

    /// <summary>How many scripts the server was sent since its counters were last reset, with <c>CONFIG RESETSTAT</c>.</summary>
    public async Task<long> ScriptCallsAsync()
    {
        var stats = (string?)await (await DatabaseAsync()).ExecuteAsync("INFO", "commandstats") ?? "";
        return stats.Split("\r\n")
            .Where(line => line.StartsWith("cmdstat_eval:", StringComparison.Ordinal) || line.StartsWith("cmdstat_evalsha:", StringComparison.Ordinal))
            .Sum(line => long.Parse(line.Split("calls=")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
