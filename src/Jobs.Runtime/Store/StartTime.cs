namespace Jobs.Store;

/// <summary>When a job may start. The default is at once.</summary>
/// <param name="Kind">How it is said.</param>
/// <param name="Milliseconds">From now by the store's clock, or unix time.</param>
internal readonly record struct StartTime(StartKind Kind, long Milliseconds)
{
    public bool IsNow => Kind == StartKind.Now;

    /// <summary>A time that the store's clock decides.</summary>
    public static StartTime After(TimeSpan delay) => new(StartKind.After, (long)delay.TotalMilliseconds);

    public static StartTime At(long unixMs) => new(StartKind.At, unixMs);
}

/// <summary>How the time of a start is said.</summary>
internal enum StartKind : byte
{
    Now,
    After,
    At,
}
