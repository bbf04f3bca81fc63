using System.Diagnostics;
using System.Globalization;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Line;

/// <summary>A longer way to the server: a proxy on loopback that keeps every piece for a time, and counts bytes.</summary>
internal sealed class LineProcess : IAsyncDisposable
{
    private readonly Process process;

    private LineProcess(Process process, string connectionString)
    {
        this.process = process;
        ConnectionString = connectionString;
    }

    /// <summary>host:port</summary>
    public string ConnectionString { get; }

    /// <param name="redis">host:port of a server on loopback.</param>
    public static async Task<LineProcess> StartAsync(string redis)
    {
        var start = Self.With("line", redis.Split(':')[1].Split(',')[0]);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        var process = Process.Start(start)!;
        return new LineProcess(process, $"127.0.0.1:{await process.StandardOutput.ReadLineAsync()}");
    }

    /// <summary>Adds so much to every round trip, half of it each way.</summary>
    public Task AddAsync(TimeSpan roundTrip) => AskAsync(string.Create(CultureInfo.InvariantCulture, $"delay {roundTrip.TotalMicroseconds / 2}"));

    /// <returns>Bytes so far to the server, and from it.</returns>
    public async Task<(long Requests, long Replies)> CountAsync()
    {
        var counts = (await AskAsync("count")).Split(' ');
        return (long.Parse(counts[0], CultureInfo.InvariantCulture), long.Parse(counts[1], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<string> AskAsync(string what)
    {
        await process.StandardInput.WriteLineAsync(what);
        return await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The line has ended.");
    }
}
