using BenchmarkDotNet.Attributes;
using Jobs.Client;
using Jobs.Redis;
using Jobs.Store;

namespace Jobs.Benchmarks.Micro;

/// <summary>What enqueueing costs its caller and the batch he shares, without the call to Redis.</summary>
[MemoryDiagnoser]
public class EnqueueMicro
{
    private readonly JobId id = JobId.New();
    private readonly EnqueueItemPool pool = new();
    private readonly SharedBatch batch = new(new EnqueueErrors("default", TimeSpan.FromSeconds(10), new TimerLag(TimeProvider.System), NoRedis.Store.Link));
    private readonly EnqueueArguments arguments = new();
    private readonly QueueNames queue = NoRedis.Store.Queue("default").Names;

    [Benchmark(Description = "enqueue: write id, envelope and payload")]
    public int Encode() => JobEncoder.Encode(Mail.Example, id, DateTimeOffset.UnixEpoch, options: null, Limits.MaxEnvelopeBytes).Length;

    [Benchmark(Description = "enqueue: one job, written, put into its batch, made into arguments, answered")]
    public JobId One()
    {
        var envelope = JobEncoder.Encode(Mail.Example, id, DateTimeOffset.UnixEpoch, options: null, Limits.MaxEnvelopeBytes);
        var item = pool.Take();
        item.Begin(id, Definition<Mail>(), "default", deadline: long.MaxValue);
        var answer = item.AsValueTask();
        batch.Add(item, envelope, default);
        batch.BeginAttempt();
        arguments.Fill(queue, batch);
        batch.Stored([]);
        batch.TakeLast()!.Execute();
        batch.Recycle();
        return answer.Result.Id;
    }

    private static JobDefinition Definition<T>() where T : IJob<T> => T.Definition;
}
