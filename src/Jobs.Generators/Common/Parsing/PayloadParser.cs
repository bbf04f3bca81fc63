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

        return new PayloadModel(
            type.Name(),
            type.Name,
            type.ContainingNamespace.IsGlobalNamespace ? "" : string.Join(".", type.ContainingNamespace.ToDisplayString().Split('.').Select(Symbols.Escape)),
            Declaration(type),
            containers.Select(Declaration).ToEquatable(),
            Names.Unique(string.Join(".", containers.Append(type).Select(static t => t.Name))),
            type.IsPublic() && result?.IsPublic() != false)
        {
            IsReference = type.IsReferenceType,
        };
    }

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

        return compilation.IsSymbolAccessibleWithin(type, compilation.Assembly) ? null : "it is private, so generated code cannot see it; make it internal or public";
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
