using Jobs.Redis;
using Jobs.Store;
using Jobs.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jobs.Benchmarks.Micro;

/// <summary>Parts of a worker whose Redis is never asked.</summary>
internal static class NoRedis
{
    private static readonly RedisLink Link = new("data", static _ => throw new InvalidOperationException("No Redis here."), owned: false, NullLogger.Instance);

    public static JobStore Store { get; } = new(new ScriptRunner(Link), "jobs");

    public static WorkerServices Worker(JobHandlerTable handlers) => new()
    {
        Id = "worker",
        Store = Store,
        Control = Store,
        Messages = new RedisWakeUps(Store, Link, TimeProvider.System),
        Handlers = handlers,
        Scopes = new ServiceCollection().AddScoped<OfAScope>().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
        Middleware = [],
        Hooks = [],
        Options = new WorkerOptions(),
        Time = TimeProvider.System,
        Log = NullLogger.Instance,
        Jitter = static () => 0.5,
        Slots = new Slots(1, strict: false) { StartRunner = static () => { } },
    };

    /// <summary>What jobs of one turn share.</summary>
    public static HandOut HandOut(int jobs) => new("worker.1 7 1790000000000"u8.ToArray(), grant: 7, Ids(jobs));

    public static byte[] Ids(int count)
    {
        var ids = new byte[count * JobId.Size];
        for (var i = 0; i < count; i++)
        {
            JobId.New().WriteTo(ids.AsSpan(i * JobId.Size));
        }

        return ids;
    }
}

/// <summary>What a handler asks of the scope of its attempt.</summary>
internal sealed class OfAScope;
