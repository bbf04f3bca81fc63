using System.Globalization;
using Jobs.Redis;
using Jobs.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Hosting;

/// <summary>A running worker of an instance.</summary>
internal sealed class WorkerHandle : IDisposable
{
    private readonly JobWorker worker;

    private WorkerHandle(JobWorker worker) => this.worker = worker;

    /// <summary>Puts a worker together over the instance's connections, which have answered once, and starts it.</summary>
    public static async Task<WorkerHandle> StartAsync(JobsInstance instance)
    {
        var options = JobsHost.WorkerOptionsOf(instance);
        await instance.Connections.Control.OpenAsync().ConfigureAwait(false);
        var starter = new SlotRunnerStarter();
        var services = new WorkerServices
        {
            Id = NewId(),
            Store = instance.Store,
            Control = instance.ControlStore,
            Messages = new RedisWakeUps(instance.Store, instance.Connections.Control, instance.Time),
            Handlers = instance.Handlers,
            Scopes = instance.Services.GetRequiredService<IServiceScopeFactory>(),
            Middleware = instance.Middleware,
            Hooks = instance.Hooks,
            Options = options,
            Time = instance.Time,
            Log = instance.Logs.CreateLogger("Jobs.Worker"),
            Jitter = Jitter,
            Slots = new Slots(options.Concurrency, options.Strict) { StartRunner = starter.Start },
        };
        foreach (var queue in options.Queues.Keys)
        {
            instance.Queues.Serve(queue);
        }

        var worker = new JobWorker(services, starter);
        worker.Start();
        return new WorkerHandle(worker);
    }

    public Task StopAsync(CancellationToken hurry) => worker.StopAsync(hurry);

    public void Dispose() => worker.Dispose();

    /// <summary>Unlike any other worker's, now or before: a session's name is never used twice. Parts of it tell a person where it runs.</summary>
    private static string NewId()
    {
        var machine = string.Concat(Environment.MachineName.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' ? c : '-'));
        return string.Create(CultureInfo.InvariantCulture, $"{machine}.{Environment.ProcessId}.{Guid.NewGuid().ToString("N")[..12]}");
    }

#pragma warning disable RS0030 // where a worker's randomness comes from: its parts are given it; Backoff has its own for a client's calls
    private static double Jitter() => Random.Shared.NextDouble();
#pragma warning restore RS0030
}
