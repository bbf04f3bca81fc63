using System.Diagnostics;
using System.Globalization;
using Jobs.TestServers;

namespace Jobs.Faults.Running;

/// <summary>One native worker or producer in a process of its own.</summary>
internal sealed class WorkerProcess
{
    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly Lock gate = new();
    private bool asked;

    private WorkerProcess(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        StartedAt = Stopwatch.GetTimestamp();
        process = Process.Start(start)!;
        Id = process.Id;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id { get; }

    public bool IsRunning => !process.HasExited;

    /// <summary>It is gone, nobody here asked it to go, and it was not through.</summary>
    public bool Crashed => process.HasExited && !asked && process.ExitCode != 0;

    /// <summary>Just before it was started, on the clock of <see cref="Stopwatch.GetTimestamp"/>, which all processes of a machine share.</summary>
    public long StartedAt { get; }

    /// <summary>What it uses of memory now, in bytes.</summary>
    public long ResidentBytes => MemoryOf("VmRSS:");

    /// <summary>How long it has used a processor.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>How many threads it has.</summary>
    public int Threads => Directory.GetDirectories($"/proc/{process.Id}/task").Length;

    /// <summary>How many files, sockets and pipes it has open.</summary>
    public int OpenFiles => Directory.GetFileSystemEntries($"/proc/{process.Id}/fd").Length;

    public static WorkerProcess Start(string program, IEnumerable<string> arguments) => new(program, arguments);

    /// <summary>How many lines of its log contain a text.</summary>
    public int Said(string text)
    {
        lock (gate)
        {
            return lines.Count(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    /// <summary>The end of its log.</summary>
    public string Tail(int count)
    {
        lock (gate)
        {
            return string.Join('\n', lines.TakeLast(count));
        }
    }

    /// <summary>SIGKILL. Returns when it is gone.</summary>
    /// <returns>When, on the clock of <see cref="Stopwatch.GetTimestamp"/>.</returns>
    public async Task<long> KillAsync()
    {
        asked = true;
        var at = Stopwatch.GetTimestamp();
        process.Kill();
        await process.WaitForExitAsync();
        return at;
    }

    /// <summary>SIGTERM, as an orchestrator would. Returns when it has ended.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        asked = true;
        Signals.Terminate(process);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>SIGSTOP: it stands still until <see cref="Resume"/>.</summary>
    public void Pause() => Signals.Stop(process);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signals.Continue(process);

    /// <summary>The scenario is over: it is killed where it still runs. Its log can be read after that.</summary>
    public async Task EndAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (!process.HasExited)
        {
            await KillAsync();
        }
    }

    private long MemoryOf(string line)
    {
        var text = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(line, StringComparison.Ordinal));
        return 1024 * long.Parse(text.AsSpan(line.Length).Trim().TrimEnd(" kB"), CultureInfo.InvariantCulture);
    }

    private void Add(string? line)
    {
        lock (gate)
        {
            if (line is not null)
            {
                lines.Add(line);
            }
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => process.Kill();
}
