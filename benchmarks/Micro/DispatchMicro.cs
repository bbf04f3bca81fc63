using BenchmarkDotNet.Attributes;
using Jobs.Client;
using Jobs.Store;
using Jobs.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Benchmarks.Micro;

/// <summary>From the stored bytes of a job that was taken to its outcome: envelope, name, handler, payload, context, call.</summary>
[MemoryDiagnoser]
public class DispatchMicro
{
    private readonly HandOut handOut = NoRedis.HandOut(jobs: 1);
    private readonly byte[] envelope = JobEncoder.Encode(Noop.Of100Bytes, JobId.New(), DateTimeOffset.UnixEpoch, options: null, Limits.MaxEnvelopeBytes).ToArray();
    private readonly (JobRunner Runner, QueuePump Pump) plain = Runner(static _ => new NoopHandler(), needsScope: false);
    private readonly (JobRunner Runner, QueuePump Pump) scoped = Runner(static services => new ScopedHandler(services.GetRequiredService<OfAScope>()), needsScope: true);

    [Benchmark(Description = "dispatch: a handler without services")]
    public bool Plain() => Run(plain);

    [Benchmark(Description = "dispatch: a handler with one scoped service")]
    public bool Scoped() => Run(scoped);

    private static (JobRunner, QueuePump) Runner<THandler>(Func<IServiceProvider, THandler> create, bool needsScope) where THandler : class, IJobHandler<Noop>
    {
        var table = new JobHandlerTable();
        table.Add<Noop, THandler>(create, needsScope);
        var worker = NoRedis.Worker(table);
        return (new JobRunner(worker), new QueuePump(worker, "default", weight: 1));
    }

    private bool Run((JobRunner Runner, QueuePump Pump) with)
    {
        var taken = new TakenJob(handOut, position: 0);
        taken.Keep(envelope, from: null);
        var outcome = with.Runner.RunAsync(new RunningJob(taken, with.Pump));
        return outcome.IsCompletedSuccessfully && outcome.Result.End == RunEnd.Completed ? true : throw new InvalidOperationException("The job has not run.");
    }

    private sealed class ScopedHandler(OfAScope service) : IJobHandler<Noop>
    {
        public Task HandleAsync(Noop job, JobContext context, CancellationToken cancellationToken)
        {
            GC.KeepAlive(service);
            return Countdown.OneAsync();
        }
    }
}
