using Garnet.server;
using Microsoft.Extensions.Logging;

namespace Jobs.Embedded.Persistence;

/// <summary>Writes the log to disk: at once after a command on an idle server, then at most once per interval. Replaces a long log by a snapshot.</summary>
internal sealed class LogCommitter : IAsyncDisposable
{
    /// <summary>What a kill of the process may lose. A commit costs under a millisecond, so a shorter one would only burn the disk.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private static readonly TimeSpan LookAtSizeEvery = TimeSpan.FromSeconds(2);

    private readonly CommandGate gate;
    private readonly StoreApi store;
    private readonly InnerSession session;
    private readonly DataFolder folder;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;
    private long lookedAt = TimeProvider.System.GetTimestamp();

    public LogCommitter(CommandGate gate, StoreApi store, InnerSession session, DataFolder folder, ILogger log)
    {
        this.gate = gate;
        this.store = store;
        this.session = session;
        this.folder = folder;
        this.log = log;
        loop = Task.Run(RunAsync);
    }

    /// <summary>The last commit. No command runs after it.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await loop;
        gate.Close();
        await CommitAsync();
        TakeSnapshotOfLongLog();
        session.Dispose();
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await gate.WaitForCommandsAsync(stopping.Token);
                await CommitAsync();
                if (TimeProvider.System.GetElapsedTime(lookedAt) > LookAtSizeEvery)
                {
                    TakeSnapshotOfLongLog();
                    lookedAt = TimeProvider.System.GetTimestamp();
                }
                await Task.Delay(Interval, TimeProvider.System, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
    }

    private async Task CommitAsync()
    {
        try { await gate.Between(_ => store.CommitAOFAsync(CancellationToken.None)); }
        catch (Exception e) { log.CommitFailed(e); } // the next command tries again
    }

    /// <remarks>The whole snapshot stands between two commands: one that Garnet takes while large hashes change can not be read again.
    /// A million waiting jobs hold the others up for a second or two.</remarks>
    private void TakeSnapshotOfLongLog()
    {
        try
        {
            if (!folder.LogIsLong())
                return;
            var reply = gate.Between(alone => alone ? session.Run("SAVE") : "a command does not end");
            if (reply != "+OK\r\n")
                log.SnapshotFailed(reply, null);
        }
        catch (Exception e) { log.SnapshotFailed(e.Message, e); } // the log grows on, and it is tried again
    }
}
