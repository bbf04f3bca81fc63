namespace Jobs.Store;

/// <summary>What an instance has stored: its queues, the list of them, and what workers publish of their jobs.</summary>
internal interface IJobStore
{
    /// <summary>The way to it.</summary>
    IStoreLink Link { get; }

    /// <summary>The names of the queues in use.</summary>
    IQueueList List { get; }

    /// <summary>What workers have published of the jobs they run.</summary>
    IManifestSets Manifests { get; }

    /// <summary>A queue that is used again and again.</summary>
    IQueueStore Queue(string queue);

    /// <summary>A queue that is asked in passing, as one of very many: the store keeps nothing of it.</summary>
    IQueueStore Passing(string queue);
}
