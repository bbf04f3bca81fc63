using System.Buffers;
using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Jobs.Redis;
using MessagePack;

namespace Jobs.Benchmarks.Cases;

/// <summary>The same scripts, driven by nothing: what Redis and its client library cost alone.</summary>
internal static class Floor
{
    private static readonly TimeSpan Session = TimeSpan.FromSeconds(15);

    /// <summary>Takes and acknowledges every waiting job, one turn after another.</summary>
    /// <param name="setup">Where.</param>
    /// <param name="name">The queue.</param>
    /// <param name="jobs">How many there are.</param>
    /// <param name="batch">How many a turn takes.</param>
    /// <param name="end">How each ends; null: completed.</param>
    public static async Task<TimeSpan> DrainAsync(Setup setup, string name, int jobs, int batch, Func<TakenJob, Outcome>? end = null)
    {
        end ??= Completed;
        var queue = setup.Store.Queue(name);
        await setup.Store.JoinAsync(queue, "floor", Session);
        var request = new TurnRequest();
        var outcomes = new List<Outcome>();
        var clock = Stopwatch.StartNew();
        for (int done = 0, call = 1; done < jobs || outcomes.Count > 0; call++)
        {
            request.Fill("floor", call, Math.Min(batch, jobs - done), (long)Session.TotalMilliseconds, queue, outcomes);
            var reply = await setup.Store.TurnAsync(queue, request);
            outcomes.Clear();
            outcomes.AddRange(reply.Jobs.Select(end));
            done += reply.Jobs.Length;
        }

        clock.Stop();
        await setup.Store.LeaveAsync(queue, "floor");
        return clock.Elapsed;
    }

    /// <summary>Stores one job and waits for the answer, again and again.</summary>
    public static async Task<TimeSpan> EnqueueAsync(Setup setup, int jobs)
    {
        var queue = setup.Store.Queue(Setup.Queue);
        var request = new EnqueueRequest();
        var envelope = Envelope();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < jobs; i++)
        {
            var id = JobId.New();
            request.Begin(queue, JobTable.Of(id), 1, 0);
            request.Add(JobStore.Bytes(id), envelope);
            await setup.Store.EnqueueAsync(request);
        }

        return clock.Elapsed;
    }

    /// <summary>Stores jobs by full calls, one after another.</summary>
    public static async Task<TimeSpan> EnqueueManyAsync(Setup setup, int jobs)
    {
        var queue = setup.Store.Queue(Setup.Queue);
        var request = new EnqueueRequest();
        var envelope = Envelope();
        var clock = Stopwatch.StartNew();
        for (var left = jobs; left > 0; left -= EnqueueRequest.MaxJobs)
        {
            var batch = Math.Min(left, EnqueueRequest.MaxJobs);
            var now = DateTimeOffset.UtcNow; // the same for all, and with it the table
            request.Begin(queue, JobTable.Of(JobId.NewAt(now)), batch, 0);
            for (var i = 0; i < batch; i++)
            {
                request.Add(JobStore.Bytes(JobId.NewAt(now)), envelope);
            }

            await setup.Store.EnqueueAsync(request);
        }

        return clock.Elapsed;
    }

    /// <summary>Takes every waiting job twice: the first time it fails, the second time it is completed.</summary>
    public static Task<TimeSpan> RetryAsync(Setup setup, int jobs, int batch)
    {
        var failed = new RunState(RunStateKind.Retrying, Failures: 1, Recoveries: 0, LastError: new string('x', 200));
        return DrainAsync(setup, Setup.Queue, 2 * jobs, batch, job => job.State.IsEmpty ? Outcome.Later(job, JobDefaults.RetentionSeconds * 1000L, TimeSpan.Zero, failed) : Completed(job));
    }

    /// <summary>From before the enqueue script is called to after the turn it woke has answered, in a queue that no worker serves.</summary>
    public static async Task<double[]> LatencyAsync(Setup setup, int samples)
    {
        var queue = setup.Store.Queue("floor");
        await setup.Store.JoinAsync(queue, "floor", Session);
        var woken = new SemaphoreSlim(0);
        var channel = queue.WakeChannelOf("floor");
        await setup.Subscriber.SubscribeAsync(channel, (_, _) => woken.Release());
        var (turn, outcomes, enqueue, envelope) = (new TurnRequest(), new List<Outcome>(), new EnqueueRequest(), Envelope());
        var values = new double[samples];
        var call = 1;
        for (var i = 0; i < samples; i++)
        {
            turn.Fill("floor", call++, 1, (long)Session.TotalMilliseconds, queue, outcomes); // acknowledges the last one and stands idle
            await setup.Store.TurnAsync(queue, turn);
            outcomes.Clear();
            await Task.Delay(2); // what a system that is idle looks like

            var from = Stopwatch.GetTimestamp();
            var id = JobId.New();
            enqueue.Begin(queue, JobTable.Of(id), 1, 0);
            enqueue.Add(JobStore.Bytes(id), envelope);
            var stored = setup.Store.EnqueueAsync(enqueue);
            await woken.WaitAsync();
            turn.Fill("floor", call++, 1, (long)Session.TotalMilliseconds, queue, outcomes);
            var reply = await setup.Store.TurnAsync(queue, turn);
            values[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            await stored;
            outcomes.AddRange(reply.Jobs.Select(Completed));
        }

        turn.Fill("floor", call, 0, (long)Session.TotalMilliseconds, queue, outcomes);
        await setup.Store.TurnAsync(queue, turn);
        await setup.Subscriber.UnsubscribeAsync(channel);
        await setup.Store.LeaveAsync(queue, "floor");
        return values;
    }

    private static Outcome Completed(TakenJob job) => Outcome.Completed(job, JobDefaults.RetentionSeconds * 1000L);

    private static ReadOnlyMemory<byte> Envelope()
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        JobEnvelope.WriteHeader(ref writer, Definition<Noop>(), TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), options: null);
        Write(ref writer, Noop.Of100Bytes);
        writer.Flush();
        return bytes.WrittenMemory;
    }

    private static JobDefinition Definition<TJob>() where TJob : IJob<TJob> => TJob.Definition;

    private static void Write<TJob>(ref MessagePackWriter writer, TJob job) where TJob : IJob<TJob> => TJob.Write(ref writer, job);
}
