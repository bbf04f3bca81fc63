using Microsoft.Extensions.Logging;

namespace Jobs.Embedded.Persistence;

/// <summary>Whether the log can be written now. Says so when that changes, and once a minute while it cannot.</summary>
internal sealed class LogDisk(string folder, ILogger log, TimeProvider time)
{
    private static readonly TimeSpan RemindEvery = TimeSpan.FromMinutes(1);

    private readonly Lock changing = new();
    private int failing;
    private long since;
    private long said;
    private volatile string? failure;
    private volatile bool isPatient;
    private bool isBroken;

    /// <summary>Why commands that write are refused, as an error reply; null: they are not.</summary>
    public string? Failure => failure;

    /// <summary>False while the server starts or stops: a write that fails is an error then, and nobody waits for space.</summary>
    public bool IsPatient => isPatient;

    /// <summary>Called when a write fails and none did before.</summary>
    public Action? OnFailure { get; set; }

    public void WaitForSpace(bool wait) => isPatient = wait;

    /// <summary>A write has failed, for the first time, and is tried again.</summary>
    public void Failed(string reason)
    {
        lock (changing)
        {
            if (failing++ > 0)
                return;
            since = said = time.GetTimestamp();
            failure = Refusal(reason, "Writes go on by themselves when it can");
            log.DiskFailed(folder, reason);
        }
        OnFailure?.Invoke();
    }

    /// <summary>A write that had failed has failed again.</summary>
    public void StillFailing(string reason)
    {
        lock (changing)
        {
            if (time.GetElapsedTime(said) < RemindEvery)
                return;
            said = time.GetTimestamp();
            log.DiskStillFails(folder, time.GetElapsedTime(since), reason);
        }
    }

    /// <summary>A write that had failed is on disk.</summary>
    public void Written()
    {
        lock (changing)
        {
            if (--failing > 0)
                return;
            failure = null;
            log.DiskWorksAgain(folder, time.GetElapsedTime(since));
        }
    }

    /// <summary>The log itself is of no use any more; only a restart helps.</summary>
    public void Broken(Exception error)
    {
        lock (changing)
        {
            if (isBroken)
                return;
            isBroken = true;
            failing++; // for good
            failure = Refusal(error.Message, "Restart the application");
            log.CommitFailed(folder, error);
        }
        OnFailure?.Invoke();
    }

    private string Refusal(string reason, string next) =>
        $"MISCONF The embedded server cannot write its log in '{folder}' and refuses writes: {reason} {next}.".ReplaceLineEndings(" ");
}
