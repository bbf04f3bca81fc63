using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Jobs.Benchmarks.Line;

/// <summary>Sleeps to the microsecond where the system can; the runtime's own sleep counts milliseconds.</summary>
internal static partial class PreciseSleep
{
    private const int SetTimerSlack = 29; // PR_SET_TIMERSLACK

    /// <summary>Tells the kernel that this thread wants to be woken on time: by default it may be 50 µs late.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetProcess(SetTimerSlack, 1000, 0, 0, 0);
        }
    }

    public static void Until(long timestamp)
    {
        while (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), timestamp) is var left && left > TimeSpan.FromMicroseconds(2))
        {
            if (OperatingSystem.IsLinux())
            {
                var time = new TimeSpec { Seconds = (nint)left.TotalSeconds, Nanoseconds = (nint)(left.Ticks % TimeSpan.TicksPerSecond * 100) };
                _ = Sleep(time, 0);
            }
            else
            {
                Thread.Sleep(left.TotalMilliseconds >= 1 ? left : TimeSpan.Zero);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Sleep(in TimeSpec time, nint remaining);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int SetProcess(int option, nuint value, nuint unused1, nuint unused2, nuint unused3);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
