using Garnet.server;
using Microsoft.Extensions.Logging;

namespace Jobs.Embedded.Persistence;

/// <summary>Writes the log to disk after commands. Replaces a long log by a snapshot.</summary>
internal sealed class LogCommitter : IAsyncDisposable
{
    private static readonly TimeSpan LookAtSizeEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMinutes(1);

    private readonly CommandGate gate;
    private readonly StoreApi store;
    private readonly InnerSession session;
    private readonly DataFolder folder;
    private readonly LogDisk disk;
    private readonly CommittedReplies? replies;
    private readonly TimeSpan pause;
    private readonly ILogger log;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;
    private long lookedAt = TimeProvider.System.GetTimestamp();
    private long? saidAt;

    /// <param name="gate">Holds commands up while the end of the log is looked at.</param>
    /// <param name="store">Commits.</param>
    /// <param name="session">Takes snapshots.</param>
    /// <param name="folder">Where both go.</param>
    /// <param name="disk">Is told that a commit can never succeed.</param>
    /// <param name="replies">What waits for a commit; null: nothing, so that one in 10 ms is enough.</param>
    /// <param name="log">Where failures go.</param>
    public LogCommitter(CommandGate gate, StoreApi store, InnerSession session, DataFolder folder, LogDisk disk, CommittedReplies? replies, ILogger log)
    {
        this.gate = gate;
        this.store = store;
        this.session = session;
        this.folder = folder;
        this.disk = disk;
        this.replies = replies;
        this.log = log;
        pause = replies is null ? TimeSpan.FromMilliseconds(10) : TimeSpan.Zero;
        disk.OnFailure = replies is null ? null : replies.CloseHeld;
        disk.WaitForSpace(true);
        loop = Task.Run(RunAsync);
    }

    /// <summary>The last commit. No command runs after it.</summary>
    public async ValueTask DisposeAsync()
    {
        disk.WaitForSpace(false); // what waits for space is tried once more
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
                if (pause > TimeSpan.Zero)
                    await Task.Delay(pause, TimeProvider.System, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested) { }
    }

    private async Task CommitAsync()
    {
        try
        {
            await gate.Between(_ => store.CommitAOFAsync(CancellationToken.None));
            replies?.Release();
        }
        catch (Exception e) { disk.Broken(e); }
    }

    /// <remarks>The whole snapshot stands between two commands: one that Garnet takes while large hashes change can not be read again.
    /// A million waiting jobs hold the others up for a second or two.</remarks>
    private void TakeSnapshotOfLongLog()
    {
        try
        {
            if (disk.Failure is not null || !folder.LogIsLong())
                return;
            if (!folder.HasRoomForSnapshot())
            {
                SnapshotFailed("the disk has less space left than it may take", null);
                return;
            }
            var reply = gate.Between(alone => alone ? session.Run("SAVE") : "a command does not end");
            if (reply != "+OK\r\n")
                SnapshotFailed(reply, null);
        }
        catch (Exception e) { SnapshotFailed(e.Message, e); } // the log grows on, and it is tried again
    }

    private void SnapshotFailed(string reason, Exception? error)
    {
        if (saidAt is { } at && TimeProvider.System.GetElapsedTime(at) < SayAgainAfter)
            return;
        saidAt = TimeProvider.System.GetTimestamp();
        log.SnapshotFailed(reason, error);
    }
}
