namespace Jobs;

/// <summary>Where a job is.</summary>
public enum JobState
{
    /// <summary>Waits for a free slot.</summary>
    Ready,

    /// <summary>Waits for its time: delayed, or snoozed by its handler.</summary>
    Scheduled,

    /// <summary>Has failed and waits for its next attempt.</summary>
    Retrying,

    /// <summary>No worker that looked at it has a handler for it; it is offered again from time to time, and no attempt is counted.</summary>
    Unhandled,

    /// <summary>Handed to a worker.</summary>
    Active,

    /// <summary>Its handler returned.</summary>
    Completed,

    /// <summary>Cancelled before or while it ran.</summary>
    Cancelled,

    /// <summary>Will not be tried again: attempts used up, told so by its handler, unreadable, or quarantined. Kept with its payload.</summary>
    Dead,
}
