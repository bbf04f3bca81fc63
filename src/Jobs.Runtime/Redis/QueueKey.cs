namespace Jobs.Redis;

/// <summary>The keys a queue owns; a constant number, whatever it holds.</summary>
internal enum QueueKey
{
    /// <summary>Several: the tables of <see cref="Store.JobTable"/>.</summary>
    Jobs,
    State,
    Ready,
    Ranked,
    Traits,
    Due,
    Active,
    Workers,
    Done,
    Dead,
    Stats,
    Control,
    Calls,
    Idle,
    Cancel,
    Waiters,
    Steps,
    Ended,
    Unhandled,
}
