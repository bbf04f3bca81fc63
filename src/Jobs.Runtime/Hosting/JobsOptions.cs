using Jobs.Hosting;

namespace Jobs;

/// <summary>What holds for client and worker of one instance. Bound from <c>Jobs</c> in the configuration and the environment.</summary>
public sealed class JobsOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Jobs";

    /// <summary>The Redis to use, as StackExchange.Redis writes it: <c>host:port,password=…,ssl=true</c>.</summary>
    /// <value><see langword="null"/> (the default): the application's <c>IConnectionMultiplexer</c>. What <c>UseRedis</c> says goes first.</value>
    public string? Redis { get; set; }

    /// <summary>Begins the name of every key and channel, so that applications which share a Redis do not share queues.</summary>
    /// <value>1 to 128 letters, digits and <c>. _ -</c>; <c>jobs</c> by default.</value>
    public string Prefix { get; set; } = "jobs";

    /// <summary>How long an enqueue waits for Redis at most, trying again meanwhile, before it ends in a <see cref="JobStoreUnavailableException"/>
    /// that says whether the job is stored. Looking a job up and cancelling it wait as long; enqueueing many jobs waits so long without progress.</summary>
    /// <value>100 ms to 10 min; 10 s by default.</value>
    [Bounds("00:00:00.1", "00:10:00")]
    public TimeSpan EnqueueTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many bytes a stored job may take, with its headers.</summary>
    /// <value>1,024 to <see cref="Limits.MaxEnvelopeBytes"/>, which is the default.</value>
    [Bounds("1024", "1048576")]
    public int MaxJobBytes { get; set; } = Limits.MaxEnvelopeBytes;

    /// <summary>True: start although Redis would throw away data when its memory is full (<c>maxmemory-policy</c> is not <c>noeviction</c>).
    /// Jobs may then vanish without a trace.</summary>
    /// <value><see langword="false"/> by default: the host does not start.</value>
    public bool AllowEviction { get; set; }
}
