namespace Jobs;

/// <summary>The keys of the extension map, 0 to 127. A reader skips an even key that it does not know; a job with an odd one waits for a worker that
/// knows it. Stored: a key keeps its meaning, and a new one is larger than those before of its kind.</summary>
internal static class ExtensionKey
{
    /// <summary>A number of one enqueue call, by which the store tells what an earlier try of the call has stored from what another call has.</summary>
    public const int Mark = 0;

    /// <summary>The priority, where it is not 0: for who looks at the job. Its queue orders by what was stored beside the envelope.</summary>
    public const int Priority = 2;

#if JOBS_NEXT
    /// <summary>Of the next version as the tests make it: whoever runs the job must understand it.</summary>
    public const int Needed = 1;

    /// <summary>Of the next version as the tests make it: nobody needs to understand it.</summary>
    public const int Note = 4;
#endif

    /// <summary>The largest key: a key takes one byte.</summary>
    public const int Max = 127;

    /// <summary>The odd keys that this version understands, in their order.</summary>
    public static ReadOnlySpan<int> Understood =>
#if JOBS_NEXT
        [Needed];
#else
        [];
#endif

    public static bool IsOptional(int key) => (key & 1) == 0;
}
