using System.Diagnostics;
using System.Text;

namespace Jobs.Faults.Hangfire;

/// <summary>What this process did: one line per event, handed to the operating system at once, so that a kill loses none.</summary>
internal sealed class Journal(string folder, string name)
{
    private readonly Lock gate = new();
    private readonly FileStream file = new(Path.Combine(folder, $"{name}-{Environment.ProcessId}.txt"), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);

    public void Write(string what, int number)
    {
        var line = Encoding.ASCII.GetBytes($"{what} {Stopwatch.GetTimestamp()} {number}\n");
        lock (gate)
        {
            file.Write(line);
            file.Flush(flushToDisk: false);
        }
    }
}
