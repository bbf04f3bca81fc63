using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers;

/// <summary>By file, then by place in it: symbols are analyzed in any order, and the same code is to give the same messages.</summary>
internal sealed class SourceOrder : IComparer<Location>
{
    public static readonly SourceOrder Instance = new();

    public int Compare(Location x, Location y)
    {
        var byFile = string.CompareOrdinal(x.SourceTree?.FilePath, y.SourceTree?.FilePath);
        return byFile != 0 ? byFile : x.SourceSpan.CompareTo(y.SourceSpan);
    }
}
