using System.Globalization;

namespace Jobs.Faults.SlowLinks;

/// <summary>One link and what goes over it.</summary>
/// <param name="RoundTripMs">How much longer a request and its reply take.</param>
/// <param name="MegabytesPerSecond">Of 1,000,000 bytes, each way.</param>
/// <param name="PayloadBytes">Of each job.</param>
/// <param name="Slots">Of the worker.</param>
internal sealed record SlowLinkCell(int RoundTripMs, int MegabytesPerSecond, int PayloadBytes, int Slots)
{
    /// <summary>How long each job takes.</summary>
    public const int JobMs = 5;

    private const double MostBytesPerTurn = 64 * 1024 * 1024;
    private const double JobsPerRoundTrip = 500; // docs/performance.md: half of what may be fetched ahead
    private const double MostJobsPerSecond = 2000; // what a machine that others use has for sure

    /// <summary>All, as docs/guarantees.md names them.</summary>
    public static IReadOnlyList<SlowLinkCell> All { get; } =
    [
        .. from roundTrip in (int[])[0, 300, 600, 1500]
           from rate in (int[])[4, 20, 50]
           from payload in (int[])[1_000, 100_000, 1_000_000]
           from slots in (int[])[10, 200]
           select new SlowLinkCell(roundTrip, rate, payload, slots),
    ];

    /// <summary>Those that broke at some time, for every change.</summary>
    public static IReadOnlyList<SlowLinkCell> Few { get; } =
    [
        new(600, 50, 1_000, 10), new(0, 20, 1_000_000, 10), new(0, 50, 1_000_000, 200), new(0, 4, 1_000_000, 10), new(1500, 20, 100_000, 200), new(300, 4, 1_000_000, 10),
    ];

    /// <summary>Jobs a second that the link allows: what its rate carries, what one turn after the other carries, what the slots run.</summary>
    public double Allowed => AllowedBy(MegabytesPerSecond * 1e6, TimeSpan.FromMilliseconds(RoundTripMs), TimeSpan.FromMilliseconds(JobMs));

    /// <summary>The same of a link and of jobs as they were measured, where these are slower than they are to be.</summary>
    public double AllowedBy(double bytesPerSecond, TimeSpan roundTrip, TimeSpan jobTime) => new[]
    {
        Math.Min(bytesPerSecond, MegabytesPerSecond * 1e6) / PayloadBytes,
        JobsPerRoundTrip / roundTrip.TotalSeconds, // 0 s: any number
        MostBytesPerTurn / PayloadBytes / roundTrip.TotalSeconds,
        Slots / jobTime.TotalSeconds,
        MostJobsPerSecond,
    }.Min();

    /// <summary>How long after its first job until a worker has found out what its link carries.</summary>
    public TimeSpan WarmUp => TimeSpan.FromSeconds(2) + TimeSpan.FromMilliseconds(7 * RoundTripMs);

    /// <summary>How long is measured: six turns or more, so that one that ends just outside counts for little.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(3) + TimeSpan.FromMilliseconds(16 * RoundTripMs);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RoundTripMs} ms, {MegabytesPerSecond} MB/s, {PayloadBytes / 1000:N0} KB, {Slots} slots");
}
