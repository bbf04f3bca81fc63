using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Methods of libraries, by the full names of the types that declare them.</summary>
internal sealed class Api
{
    private readonly Dictionary<string, string[]> methods = new(StringComparer.Ordinal);
    private readonly HashSet<string> names = new(StringComparer.Ordinal);

    /// <param name="entries">A type and its methods, separated by spaces.</param>
    public Api(params string[] entries)
    {
        foreach (var words in entries.Select(static e => e.Split(' ')))
        {
            methods[words[0]] = [.. words.Skip(1)];
            names.UnionWith(methods[words[0]]);
        }
    }

    public bool Has(IMethodSymbol method)
    {
        if (!names.Contains(method.Name))
        {
            return false; // nearly all calls: the full name of a type is put together each time
        }

        var declared = method.Declared();
        return declared.ContainingType?.FullMetadataName() is { } type && methods.TryGetValue(type, out var those) && those.Contains(declared.Name);
    }
}
