using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Decides whether a declaration can be given its other half.</summary>
internal static class PayloadParser
{
    public static PayloadModel? Parse(
        INamedTypeSymbol type, ITypeSymbol? result, Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellationToken)
    {
        if (type.Name.Length == 0)
        {
            return null; // half typed: the compiler waits for the name too
        }

        if (Problem(type, compilation) is { } problem)
        {
            report?.Invoke(Diagnostic.Create(Rule.InvalidPayloadType, type.Where(), type.Name, problem));
            return null;
        }

        var containers = new Stack<INamedTypeSymbol>();
        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (!at.IsPartial(cancellationToken))
            {
                var what = ReferenceEquals(at, type) ? "is marked [Job]" : $"contains '{type.Name}', which is marked [Job]";
                report?.Invoke(Diagnostic.Create(Rule.PayloadMustBePartial, at.Where(), at.Name, what));
                return null;
            }

            if (!ReferenceEquals(at, type))
            {
                containers.Push(at);
            }
        }

        var path = Names.Unique(string.Join(".", containers.Append(type).Select(static t => t.Name)));
        return new PayloadModel(
            type.Name(),
            type.Name,
            type.ContainingNamespace.IsGlobalNamespace ? "" : string.Join(".", type.ContainingNamespace.ToDisplayString().Split('.').Select(Symbols.Escape)),
            Declaration(type),
            containers.Select(Declaration).ToEquatable(),
            path,
            type.IsPublic() && result?.IsPublic() != false)
        {
            IsReference = type.IsReferenceType,
            NestedName = NestedName(type),
            EnqueueClass = FreeName(type.ContainingNamespace, path, compilation),
            Taken = Taken(type).ToEquatable(),
        };
    }

    /// <summary>Its name after those of the types around it: vertical slices call all their payloads alike.</summary>
    public static string NestedName(INamedTypeSymbol type) => (type.ContainingType is { } outer ? NestedName(outer) : "") + type.Name;

    /// <summary>What a user calls alike keeps its name.</summary>
    private static string FreeName(INamespaceSymbol space, string path, Compilation compilation)
    {
        var name = path + "EnqueueExtensions";
        while (space.GetTypeMembers(name).Any(t => SymbolEqualityComparer.Default.Equals(t.ContainingAssembly, compilation.Assembly)))
        {
            name = "Generated" + name;
        }

        return name;
    }

    private static IEnumerable<string> Taken(INamedTypeSymbol type) => MemberFinder.BasesFirst(type).SelectMany(static t => t.GetMembers())
        .Where(static m => m is not IMethodSymbol && (m.Name == "Upgrade" || (m.Name.Length > 1 && m.Name[0] == 'V' && char.IsDigit(m.Name[1]))))
        .Select(static m => m.Name).Distinct().OrderBy(static n => n, StringComparer.Ordinal);

    private static string? Problem(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsStatic || type.IsAbstract)
        {
            return type.IsStatic ? "it is static" : "it is abstract; mark the types that derive from it";
        }

        if (type.IsRefLikeType)
        {
            return "a ref struct cannot be stored";
        }

        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.Arity > 0)
            {
                return "it is generic, or in a generic type; mark a type that closes it";
            }

            if (at.IsFileLocal)
            {
                return "it is file-local, so generated code cannot see it";
            }
        }

        return type.IsObsoleteAsError() ? "its [Obsolete] is an error, so generated code cannot use it"
            : Nameable.HiddenBy(type, compilation) is { } hidden ? hidden + ", so generated code cannot see it; make it internal or public" : null;
    }

    private static string Declaration(INamedTypeSymbol type)
    {
        var kind = type switch
        {
            { TypeKind: TypeKind.Interface } => "interface",
            { IsRecord: true, IsValueType: true } => "record struct",
            { IsRecord: true } => "record",
            { IsValueType: true } => "struct",
            _ => "class",
        };
        return $"partial {kind} {Symbols.Escape(type.Name)}";
    }
}
