using System.Buffers;
using System.Diagnostics;
using Jobs.Benchmarks.Measuring;
using Jobs.Redis;
using Jobs.Store;
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
        await queue.JoinAsync("floor", Session);
        var request = new TurnRequest();
        var outcomes = new List<Outcome>();
        var clock = Stopwatch.StartNew();
        for (int done = 0, call = 1; done < jobs || outcomes.Count > 0; call++)
        {
            request.Fill("floor", call, Math.Min(batch, jobs - done), (long)Session.TotalMilliseconds, outcomes);
            var reply = await queue.TurnAsync(request);
            outcomes.Clear();
            outcomes.AddRange(reply.Jobs.Select(end));
            done += reply.Jobs.Length;
        }

        clock.Stop();
        await queue.LeaveAsync("floor");
        return clock.Elapsed;
    }

    /// <summary>Stores one job and waits for the answer, again and again.</summary>
    public static async Task<TimeSpan> EnqueueAsync(Setup setup, int jobs)
    {
        var queue = setup.Store.Queue(Setup.Queue);
        var request = new Request();
        var envelope = Envelope();
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < jobs; i++)
        {
            var id = JobId.New();
            request.Begin(id);
            request.Add(id, envelope);
            await queue.EnqueueAsync(request);
        }

        return clock.Elapsed;
    }

    /// <summary>Stores jobs by full calls, one after another.</summary>
    public static async Task<TimeSpan> EnqueueManyAsync(Setup setup, int jobs)
    {
        var queue = setup.Store.Queue(Setup.Queue);
        var request = new Request();
        var envelope = Envelope();
        var clock = Stopwatch.StartNew();
        for (var left = jobs; left > 0; left -= IEnqueueRequest.MaxJobs)
        {
            var batch = Math.Min(left, IEnqueueRequest.MaxJobs);
            var now = DateTimeOffset.UtcNow; // the same for all, and with it the table
            request.Begin(JobId.NewAt(now));
            for (var i = 0; i < batch; i++)
            {
                request.Add(JobId.NewAt(now), envelope);
            }

            await queue.EnqueueAsync(request);
        }

        return clock.Elapsed;
    }

    /// <summary>Takes every waiting job twice: the first time it fails, the second time it is completed.</summary>
    public static Task<TimeSpan> RetryAsync(Setup setup, int jobs, int batch)
    {
        var failed = new RunState(RunEnd.Failed, Failures: 1, Recoveries: 0, LastError: new string('x', 200));
        return DrainAsync(setup, Setup.Queue, 2 * jobs, batch, job => job.State.IsEmpty ? Outcome.Later(job, JobDefaults.RetentionSeconds * 1000L, TimeSpan.Zero, failed) : Completed(job));
    }

    /// <summary>From before the enqueue script is called to after the turn it woke has answered, in a queue that no worker serves.</summary>
    public static async Task<double[]> LatencyAsync(Setup setup, int samples)
    {
        var queue = setup.Store.Queue("floor");
        await queue.JoinAsync("floor", Session);
        var woken = new SemaphoreSlim(0);
        var channel = queue.Names.WakeChannelOf("floor");
        await setup.Subscriber.SubscribeAsync(channel, (_, _) => woken.Release());
        var (turn, outcomes, enqueue, envelope) = (new TurnRequest(), new List<Outcome>(), new Request(), Envelope());
        var values = new double[samples];
        var call = 1;
        for (var i = 0; i < samples; i++)
        {
            turn.Fill("floor", call++, 1, (long)Session.TotalMilliseconds, outcomes); // acknowledges the last one and stands idle
            await queue.TurnAsync(turn);
            outcomes.Clear();
            await Task.Delay(2); // what a system that is idle looks like

            var from = Stopwatch.GetTimestamp();
            var id = JobId.New();
            enqueue.Begin(id);
            enqueue.Add(id, envelope);
            var stored = queue.EnqueueAsync(enqueue);
            await woken.WaitAsync();
            turn.Fill("floor", call++, 1, (long)Session.TotalMilliseconds, outcomes);
            var reply = await queue.TurnAsync(turn);
            values[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            await stored;
            outcomes.AddRange(reply.Jobs.Select(Completed));
        }

        turn.Fill("floor", call, 0, (long)Session.TotalMilliseconds, outcomes);
        await queue.TurnAsync(turn);
        await setup.Subscriber.UnsubscribeAsync(channel);
        await queue.LeaveAsync("floor");
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

    /// <summary>Plain jobs.</summary>
    private sealed class Request : IEnqueueRequest
    {
        private readonly List<NewEntry> jobs = [];

        public int Table { get; private set; }

        public int Count => jobs.Count;

        public int Plain => jobs.Count;

        public NewEntry this[int index] => jobs[index];

        /// <param name="any">Of its jobs.</param>
        public void Begin(JobId any)
        {
            Table = JobTable.Of(any);
            jobs.Clear();
        }

        public void Add(JobId id, ReadOnlyMemory<byte> envelope) => jobs.Add(new(JobStore.Bytes(id), envelope, default));
    }
}
