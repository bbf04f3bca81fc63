using Microsoft.CodeAnalysis;

namespace Jobs.Corpus;

/// <summary>What the code is compiled against: the runtime, ASP.NET Core, the library, and what the caller names.</summary>
internal static class References
{
    public static IReadOnlyList<MetadataReference> Of(IEnumerable<DirectoryInfo> folders)
    {
        var named = folders.SelectMany(static f => f.GetFiles("*.dll", SearchOption.AllDirectories)).Select(static f => f.FullName);
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. trusted.Concat(named)
            .Where(static path => !IsTool(Path.GetFileName(path)))
            .DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)
            .Select(static path => MetadataReference.CreateFromFile(path))];
    }

    /// <summary>The analyzers have parts of the library compiled in; a second Limits would be ambiguous.</summary>
    private static bool IsTool(string file) =>
        file is "Jobs.Analyzers.dll" or "Jobs.Corpus.dll" || file.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal);
}
