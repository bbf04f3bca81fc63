using System.Diagnostics;

namespace Jobs.Faults.Storm;

/// <summary>Remembers how long an append-only file was when, so that its end can be taken away as a power cut does.</summary>
internal sealed class FileWatch : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private readonly CancellationTokenSource over;
    private readonly List<(long At, long Length)> lengths = [];
    private readonly FileInfo file;
    private readonly Task watching;

    /// <param name="folder">The server's; what the file has at this moment is never taken away.</param>
    /// <param name="stopping">Ctrl-C.</param>
    public FileWatch(string folder, CancellationToken stopping)
    {
        over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        file = new DirectoryInfo(Path.Combine(folder, "appendonlydir")).GetFiles("*.incr.aof").OrderBy(one => one.Name, StringComparer.Ordinal).Last();
        watching = WatchAsync(over.Token);
    }

    /// <summary>Takes away what was written since.</summary>
    /// <param name="end">Now, or when the server was killed.</param>
    /// <param name="time">How long before that.</param>
    /// <returns>When the last thing it still knows was written.</returns>
    public async Task<long> CutAsync(long end, TimeSpan time)
    {
        await over.CancelAsync();
        await watching;
        var (at, length) = lengths.Where(one => Stopwatch.GetElapsedTime(one.At, end) >= time).DefaultIfEmpty(lengths[0]).MaxBy(one => one.At);
        using var stream = file.Open(FileMode.Open, FileAccess.Write);
        stream.SetLength(length);
        return at;
    }

    public void Dispose()
    {
        over.Cancel();
        over.Dispose();
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        do
        {
            var at = Stopwatch.GetTimestamp(); // before the length, which may be that of a moment later: never too much is taken for lost
            file.Refresh();
            lengths.Add((at, file.Length));
            await Task.Delay(Step, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!ct.IsCancellationRequested);
    }
}
