using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Shape;

/// <summary>The [Job] types of the referenced assemblies. Only assemblies that use the library are gone through.</summary>
internal static class ReferencedJobs
{
    public static IEnumerable<INamedTypeSymbol> Of(KnownTypes known, CancellationToken cancellationToken)
    {
        foreach (var assembly in known.Compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (!assembly.Modules.Any(m => m.ReferencedAssemblies.Any(a => a.Name == known.Library)))
            {
                continue;
            }

            foreach (var type in TypesOf(assembly.GlobalNamespace))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (known.IsJob(type))
                {
                    yield return type;
                }
            }
        }
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner)
            {
                continue;
            }

            if (inner is INamedTypeSymbol type)
            {
                yield return type;
            }

            foreach (var nested in TypesOf(inner))
            {
                yield return nested;
            }
        }
    }
}
