namespace Jobs.Store;

/// <summary>What the store does with a new job beyond keeping it. The default is a plain job: it may start at once, in its turn.</summary>
/// <param name="Start">When it may start.</param>
/// <param name="Priority">Larger ones first; 0: none.</param>
internal readonly record struct EnqueueTerms(StartTime Start, int Priority = 0)
{
    public bool IsPlain => Start.IsNow && Priority == 0;
}
