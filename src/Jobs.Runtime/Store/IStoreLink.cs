namespace Jobs.Store;

/// <summary>The way to a store: whether it is there, and what a failure of it means.</summary>
internal interface IStoreLink
{
    /// <summary>A call made now goes out now.</summary>
    bool IsUp { get; }

    /// <summary>The host has stopped: it does not come up again.</summary>
    bool IsClosed { get; }

    /// <summary>Why there is no connection; null: there is one.</summary>
    Exception? WhyDown { get; }

    /// <summary>How long a call waits for its reply now.</summary>
    TimeSpan CallTimeout { get; }

    /// <summary>Connects and asks the store what it is, once. A caller that has awaited this knows that whatever fails later is its own call.</summary>
    ValueTask ReadyAsync();

    /// <summary>Says what a failed call may have done, and what a person can do about it. Any exception may be asked about.</summary>
    StoreFault Judge(Exception error);

    /// <summary>A call failed and is repeated.</summary>
    void Notice(Exception error);

    /// <summary>A call of a worker failed and is repeated: said once, then once a minute for all its queues.</summary>
    void Notice(Exception error, string queue, QueueCall call);

    /// <summary>A call of a worker was answered.</summary>
    void Answered(string queue, QueueCall call);

    /// <summary>A call was answered: where replies are slow, calls wait longer.</summary>
    void Answered(TimeSpan after);
}

/// <summary>Which of a queue's calls failed.</summary>
internal enum QueueCall
{
    Join,
    Turn,
    Renewal,
    Upkeep,
}
