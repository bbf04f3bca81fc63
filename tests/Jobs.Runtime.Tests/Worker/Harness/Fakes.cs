using Jobs.Redis;
using Jobs.Worker;
using MessagePack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Parts of a worker for tests that need no server.</summary>
internal static class Fakes
{
    public static TakenJob Taken(JobId? id = null, long grant = 1, byte[]? envelope = null, byte[]? state = null)
    {
        var job = new TakenJob(new HandOut("session"u8.ToArray(), grant, JobStore.Bytes(id ?? JobId.New())) { States = [state] }, position: 0);
        job.Keep(envelope, from: null);
        return job;
    }

    public static TakenJob[] Taken(int count) => [.. Enumerable.Range(0, count).Select(_ => Taken())];

    /// <summary>A pump whose Redis is never asked.</summary>
    public static QueuePump Pump(TimeProvider? time = null) => new(Services(time ?? TimeProvider.System), "q", weight: 1);

    public static RunningJob Running(TakenJob job, StopReason stop = StopReason.None)
    {
        var running = new RunningJob(job, Pump());
        if (stop != StopReason.None)
            running.Cancel(stop);
        return running;
    }

    /// <summary>An attempt at a job without payload.</summary>
    public static Attempt Attempt(
        JobDefinition definition, ExceptionRule[]? rules = null, int failures = 0, int recoveries = 0, int? maxAttempts = null, StopReason stop = StopReason.None)
    {
        var envelope = new JobEnvelope { Name = "work"u8.ToArray(), MaxAttempts = maxAttempts, RetentionSeconds = 60 };
        var before = failures + recoveries == 0 ? RunState.None : new RunState(RunEnd.Failed, failures, recoveries, "the failure before");
        return new Attempt(Running(Taken(), stop), envelope, before, new NoEntry(definition) { Rules = rules ?? [] });
    }

    /// <summary>What a worker's parts share, over a Redis that is never asked.</summary>
    public static WorkerServices Services(TimeProvider time, ILogger? log = null, Slots? slots = null)
    {
        var link = new RedisLink("data", _ => throw new InvalidOperationException("No Redis here."), owned: false, NullLogger.Instance);
        var never = new JobStore(new ScriptRunner(link), "test");
        return new WorkerServices
        {
            Id = "w",
            Store = never,
            Control = never,
            Messages = new RedisWakeUps(never, link, time),
            Handlers = new JobHandlerTable(),
            Scopes = new ServiceCollection().BuildServiceProvider().GetRequiredService<IServiceScopeFactory>(),
            Middleware = [],
            Hooks = [],
            Options = new WorkerOptions(),
            Time = time,
            Log = log ?? NullLogger.Instance,
            Jitter = static () => 0.5,
            Slots = slots ?? new Slots(1, strict: false) { StartRunner = static () => { } },
        };
    }

    private sealed class NoEntry(JobDefinition definition) : JobHandlerEntry(definition, typeof(object), typeof(object))
    {
        public override object Decode(ReadOnlyMemory<byte> payload, int version) => throw new MessagePackSerializationException();

        public override ValueTask<byte[]?> InvokeAsync(object job, JobContext context, CancellationToken cancellationToken) => default;
    }
}
