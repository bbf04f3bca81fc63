using System.Diagnostics;

namespace Jobs.Embedded.Tests;

/// <summary>A file system of a few megabytes, where the test may mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder folder = new();

    private SmallDisk()
    {
    }

    public string Path => folder.Path;

    /// <summary>Skips the test where that is not possible.</summary>
    public static SmallDisk Mount(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small file system is mounted as tmpfs, which only Linux has.");
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) is not 0)
        {
            disk.folder.Dispose();
            Assert.Skip("This user may not mount a tmpfs, and a full disk needs one: run the tests as root.");
        }
        return disk;
    }

    public void Grow(int megabytes) => Assert.Equal(0, Run("mount", "-o", $"remount,size={megabytes}m", Path));

    public void Dispose()
    {
        Run("umount", Path);
        folder.Dispose();
    }

    private static int Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception) { return -1; } // there is no such command
    }
}
