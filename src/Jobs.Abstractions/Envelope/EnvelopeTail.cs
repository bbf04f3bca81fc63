namespace Jobs;

/// <summary>What follows the payload in an envelope. Its number is how many fields that are.</summary>
internal enum EnvelopeTail
{
    /// <summary>Nothing: a plain job.</summary>
    None = 0,

    /// <summary>An extension map of one entry, the mark, which always has the same length.</summary>
    Mark = 1,

    /// <summary>An extension map, and its length.</summary>
    Extensions = 2,
}
