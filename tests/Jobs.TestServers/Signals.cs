using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Jobs.TestServers;

/// <summary>Unix signals to a process; there are none on Windows.</summary>
public static partial class Signals
{
    /// <summary>SIGSTOP: it stands still until <see cref="Continue"/>.</summary>
    public static void Stop(Process process) => Send(process, OperatingSystem.IsMacOS() ? 17 : 19);

    /// <summary>SIGCONT.</summary>
    public static void Continue(Process process) => Send(process, OperatingSystem.IsMacOS() ? 19 : 18);

    /// <summary>SIGTERM.</summary>
    public static void Terminate(Process process) => Send(process, 15);

    private static void Send(Process process, int signal)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Windows has no signals.");
        if (Kill(process.Id, signal) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
