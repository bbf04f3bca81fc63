using System.Diagnostics;

namespace Jobs.Benchmarks.Measuring;

/// <summary>What this process and the server use, from a moment on.</summary>
internal sealed class Load
{
    private readonly Setup setup;
    private readonly TimeSpan server;
    private readonly double commands;
    private readonly TimeSpan process = Process.GetCurrentProcess().TotalProcessorTime;
    private readonly long bytes = GC.GetTotalAllocatedBytes();
    private readonly long began = Stopwatch.GetTimestamp();

    private Load(Setup setup, double commands, TimeSpan server)
    {
        this.setup = setup;
        this.commands = commands;
        this.server = server;
    }

    public static async Task<Load> BeginAsync(Setup setup) => new(setup, await setup.ServerCommandsAsync(), await setup.ServerCpuAsync());

    public async Task<Used> EndAsync()
    {
        var time = Stopwatch.GetElapsedTime(began);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - process;
        var allocated = GC.GetTotalAllocatedBytes() - bytes;
        return new Used(time, cpu, await setup.ServerCpuAsync() - server, allocated, await setup.ServerCommandsAsync() - commands);
    }
}

/// <summary>Between two moments.</summary>
internal sealed record Used(TimeSpan Time, TimeSpan Process, TimeSpan Server, long Bytes, double Commands);
