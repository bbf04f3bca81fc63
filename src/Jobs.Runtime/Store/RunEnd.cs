namespace Jobs.Store;

/// <summary>How a run ended, and with some of them its job. The value is the letter that a stored run state begins with. A newer
/// version may write others: where a job stands decides what is shown of it, and what becomes of it.</summary>
internal enum RunEnd : byte
{
    /// <summary>Nothing of note: the job has not run yet, or was recovered.</summary>
    None = (byte)'w',

    /// <summary>Its worker stopped: back to the head of the queue, as if never fetched. Is not stored.</summary>
    Interrupted = (byte)'i',

    /// <summary>Failed, to be tried again.</summary>
    Failed = (byte)'r',

    /// <summary>Asked by its handler to be offered later.</summary>
    Snoozed = (byte)'s',

    /// <summary>The worker that fetched it has no handler for it.</summary>
    Unhandled = (byte)'u',

    /// <summary>Completed.</summary>
    Completed = (byte)'c',

    /// <summary>Cancelled.</summary>
    Cancelled = (byte)'x',

    /// <summary>Cancelled, and its id still stands in the order of the queue.</summary>
    CancelledInList = (byte)'X',

    /// <summary>Dead: not to be tried again.</summary>
    Dead = (byte)'d',

    /// <summary>Dead: its workers died while it ran, time and again.</summary>
    Quarantined = (byte)'q',

    /// <summary>Dead: its envelope was gone when it was to be handed out.</summary>
    Missing = (byte)'m',
}

/// <summary>What an end is called elsewhere. The verbs of a turn are the script's, in <c>Redis/TurnArguments</c>.</summary>
internal static class RunEnds
{
    /// <summary>The counter of the queue that grows by one.</summary>
    public static string Counter(this RunEnd end) => end switch
    {
        RunEnd.Completed => "completed",
        RunEnd.Cancelled or RunEnd.CancelledInList => "cancelled",
        RunEnd.Failed => "failed",
        RunEnd.Snoozed => "snoozed",
        RunEnd.Unhandled => "unhandled",
        RunEnd.Interrupted => "interrupted",
        _ => "dead",
    };

    /// <summary>Where a job stands decides before what its run state says: the one moves it, the other describes it.</summary>
    public static JobState StateOf(StoredJob stored) =>
        stored.Dead is not null ? JobState.Dead
        : stored.Run.Kind is RunEnd.Cancelled or RunEnd.CancelledInList ? JobState.Cancelled
        : stored.Done is not null ? JobState.Completed
        : stored.Holder is not null ? JobState.Active
        : stored.Due is null ? JobState.Ready
        : stored.Run.Kind switch
        {
            RunEnd.Failed => JobState.Retrying,
            RunEnd.Unhandled => JobState.Unhandled,
            _ => JobState.Scheduled,
        };
}
