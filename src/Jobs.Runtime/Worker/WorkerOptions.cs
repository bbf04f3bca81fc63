using Jobs.Hosting;

namespace Jobs;

/// <summary>What a worker takes and how it runs it. Bound from <c>Jobs:Worker</c>.</summary>
public sealed class WorkerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Jobs:Worker";

    /// <summary>The queues it serves, each with its weight: out of how many slots that become free it is given how many, while
    /// all have work. With <see cref="Strict"/> a higher weight goes first.</summary>
    /// <value>1 to 64 queues with weights from 1 to 1,000; only <c>default</c> by default.</value>
    public Dictionary<string, int> Queues { get; set; } = new(StringComparer.Ordinal);

    /// <summary>True: a queue gets a slot only while all queues of higher weight are empty, so lower ones may starve.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool Strict { get; set; }

    /// <summary>How many jobs run at once in this process, over all its queues.</summary>
    /// <value>1 to 10,000; five per processor by default, at least 10.</value>
    [Bounds("1", "10000")]
    public int Concurrency { get; set; } = Math.Max(10, 5 * Environment.ProcessorCount);

    /// <summary>How many jobs of one queue may be fetched ahead of free slots, while jobs are so short that a round trip would
    /// leave slots idle. Fetched jobs that do not start within half a second of their arrival, or within two turns where that is longer, are given back.</summary>
    /// <value>0 to 1,000; 1,000 by default. The worker uses as much of it as the pace of its jobs asks for.</value>
    [Bounds("0", "1000")]
    public int MaxPrefetch { get; set; } = 1000;

    /// <summary>After how long without a sign of life this worker's jobs go to others.</summary>
    /// <value>5 s to 10 min; 15 s by default. Renewed every third of it.</value>
    [Bounds("00:00:05", "00:10:00")]
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long running jobs may go on when the host stops, before their tokens are cancelled.</summary>
    /// <value>0 to 1 h; 20 s by default, so that all is given back within the 30 s that hosts and Kubernetes allow.</value>
    [Bounds("00:00:00", "01:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a handler has to return once its token is cancelled, before it is reported, or at shutdown left behind.</summary>
    /// <value>0 to 10 min; 5 s by default.</value>
    [Bounds("00:00:00", "00:10:00")]
    public TimeSpan CancellationGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an idle worker looks without having been woken: what a lost wake-up costs at most.</summary>
    /// <value>100 ms to 1 min; 1 s by default.</value>
    [Bounds("00:00:00.1", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many bytes the serialized result of a handler may take. A job with a larger one is dead, with that reason; the result is dropped.</summary>
    /// <value>1,024 bytes to 64 MiB; 1 MiB by default.</value>
    [Bounds("1024", "67108864")]
    public int MaxResultBytes { get; set; } = 1024 * 1024;

    /// <summary>How often a job may be taken back from dead workers before it is quarantined among the dead. One that may be taken
    /// back once more, or not at all, runs beside no other such job in a worker, so that what ends processes is told from its neighbours.</summary>
    /// <value>0 to 100; 3 by default.</value>
    [Bounds("0", "100")]
    public int MaxRecoveries { get; set; } = 3;
}
