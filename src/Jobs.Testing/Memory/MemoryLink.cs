using Jobs.Store;

namespace Jobs.Testing.Memory;

/// <summary>The way to a store in the same process: it is always there.</summary>
internal sealed class MemoryLink : IStoreLink
{
    public bool IsUp => true;

    public bool IsClosed => false;

    public Exception? WhyDown => null;

    public TimeSpan CallTimeout => TimeSpan.FromSeconds(2);

    public ValueTask ReadyAsync() => default;

    /// <summary>No call fails of itself: what does is a defect, and will again.</summary>
    public StoreFault Judge(Exception error) => new(FaultKind.Failed, $"the call failed in this process ({error.GetType().Name}: {error.Message})", error.Message, "");

    public void Notice(Exception error)
    {
        // There is no connection to look after.
    }

    public void Notice(Exception error, string queue, QueueCall call)
    {
        // As above.
    }

    public void Answered(string queue, QueueCall call)
    {
        // As above.
    }

    public void Answered(TimeSpan after)
    {
        // As above.
    }
}
