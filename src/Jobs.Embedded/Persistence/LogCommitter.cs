using Garnet.server;
using Microsoft.Extensions.Logging;

namespace Jobs.Embedded.Persistence;

/// <summary>Writes the log to disk: at once after a command on an idle server, then at most once per interval.</summary>
internal sealed class LogCommitter : IAsyncDisposable
{
    /// <summary>What a kill of the process may lose. A commit costs under a millisecond, so a shorter one would only burn the disk.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly CommandGate gate;
    private readonly StoreApi store;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;

    public LogCommitter(CommandGate gate, StoreApi store, ILogger log)
    {
        this.gate = gate;
        this.store = store;
        this.log = log;
        loop = Task.Run(RunAsync);
    }

    /// <summary>The last commit. No command runs after it.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        await CommitAsync(close: true);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await gate.WaitForCommandsAsync(stopping.Token);
                await CommitAsync(close: false);
                await Task.Delay(Interval, TimeProvider.System, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
    }

    private async Task CommitAsync(bool close)
    {
        try { await gate.Between(() => store.CommitAOFAsync(CancellationToken.None), close); }
        catch (Exception e) { log.CommitFailed(e); } // the next command tries again
    }
}
