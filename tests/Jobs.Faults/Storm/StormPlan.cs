namespace Jobs.Faults.Storm;

/// <summary>How much of everything a storm has.</summary>
/// <param name="Jobs">Enqueued by producer processes, at an even pace.</param>
/// <param name="PerSecond">That pace, of all producers together.</param>
/// <param name="WorkerKills">SIGKILL.</param>
/// <param name="WorkerPauses">SIGSTOP for longer than a session.</param>
/// <param name="RedisKills">SIGKILL, and back within two seconds.</param>
/// <param name="Outages">Redis away for three session lengths.</param>
/// <param name="Resets">Of connections of workers and producers.</param>
/// <param name="LostReplies">Requests that were done and not answered.</param>
/// <param name="ProducerKills">SIGKILL; what it had not yet enqueued is enqueued by the next.</param>
/// <param name="ScriptFlushes">The server forgets its scripts.</param>
internal sealed record StormPlan(
    int Jobs, int PerSecond, int WorkerKills, int WorkerPauses, int RedisKills, int Outages, int Resets, int LostReplies, int ProducerKills, int ScriptFlushes)
{
    /// <summary>What <c>docs/guarantees.md</c> is about.</summary>
    public static StormPlan Full { get; } = new(200_000, 650, 40, 40, 10, 3, 300, 300, 4, 20);

    /// <summary>The same, small enough for every change.</summary>
    public static StormPlan Small { get; } = new(20_000, 650, 6, 6, 3, 1, 40, 40, 1, 3);

    public static StormPlan LostRepliesOnly { get; } = new(6_000, 200, 0, 0, 0, 0, 0, 100, 0, 0);

    public static StormPlan ResetsOnly { get; } = new(20_000, 330, 0, 0, 0, 0, 300, 0, 0, 0);

    public static StormPlan RedisKillsOnly { get; } = new(100_000, 330, 0, 0, 50, 0, 0, 0, 0, 0);

    public static StormPlan WorkerKillsOnly { get; } = new(100_000, 330, 200, 0, 0, 0, 0, 0, 0, 0);

    private static readonly TimeSpan MinGap = TimeSpan.FromMilliseconds(500);

    /// <summary>The shortest there is, so that there is time for many pauses that are longer.</summary>
    public TimeSpan Session { get; } = TimeSpan.FromSeconds(5);

    /// <summary>What a recovery may take beyond a session.</summary>
    public TimeSpan Slack { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Workers that are killed and paused.</summary>
    public int HitWorkers => 4;

    /// <summary>Workers that meet only what happens to Redis and to the network.</summary>
    public int OtherWorkers => 2;

    public int Producers => 2;

    /// <summary>Over how long the faults are spread: nearly as long as there is something to enqueue.</summary>
    public TimeSpan Length => TimeSpan.FromSeconds(0.9 * Jobs / PerSecond);

    /// <summary>How long the last jobs may take when all faults are over.</summary>
    public TimeSpan Drain => TimeSpan.FromMinutes(1) + Length;

    /// <summary>Between one and a half times and half the time there is between so many faults.</summary>
    /// <param name="random">Of the actor.</param>
    /// <param name="faults">How many there are in all.</param>
    /// <param name="taken">How long they take themselves, all together.</param>
    public TimeSpan Gap(Random random, int faults, TimeSpan taken)
    {
        var even = (Length - taken) / faults;
        return (even > MinGap ? even : MinGap) * (0.5 + random.NextDouble());
    }

    /// <summary>Arguments of a worker. All else is as by default; a storm kills a worker every few seconds, so a long job may meet more of them
    /// than the three after which it would be quarantined.</summary>
    public string[] WorkerArguments => ["--Jobs:Worker:SessionLength", Session.ToString(), "--Jobs:Worker:Concurrency", "50", "--Jobs:Worker:MaxRecoveries", "100"];

    /// <summary>Arguments of a producer: every tenth job fails at first, every twentieth is delayed, every hundredth runs for longer than a session.</summary>
    public string[] ProducerArguments =>
    [
        "--per-second", $"{PerSecond / Producers}", "--milliseconds", "5", "--fail-every", "10", "--delay-every", "20", "--delay-milliseconds", "3000",
        "--long-every", "100", "--long-milliseconds", $"{(Session.TotalMilliseconds * 1.2):F0}",
    ];
}
