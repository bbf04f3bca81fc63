using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>A constructor and the members its parameters take; a parameter that is not there is left to its default.</summary>
internal sealed record Construction(IMethodSymbol Constructor, Dictionary<Candidate, IParameterSymbol> Arguments)
{
    public bool SetsRequiredMembers => Constructor.Attribute("System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is not null;
}

/// <summary>Chooses how an object is made: the marked constructor, a record's positional one, else the one that brings back most
/// members that nothing else can set, with as few parameters as that takes.</summary>
internal static class ConstructorFinder
{
    /// <param name="problem">Why there is none.</param>
    public static Construction? Find(INamedTypeSymbol type, List<Candidate> members, Compilation compilation, CancellationToken cancellationToken, out string problem)
    {
        var all = type.InstanceConstructors.Where(static c => !IsCopy(c)).ToList();
        problem = WhyNone(all, compilation) + ": make one public or internal";
        var found = new List<Construction>();
        foreach (var constructor in all.Where(c => IsUsable(c, compilation)))
        {
            if (Bind(constructor, members, out var unbound) is { } construction)
            {
                found.Add(construction);
            }
            else
            {
                problem = $"its constructor takes '{unbound}', and there is no public member of that name and type to give to it";
            }
        }

        return found
            .OrderByDescending(static c => c.Constructor.Attribute("MessagePack", "SerializationConstructorAttribute") is not null)
            .ThenByDescending(c => IsPositional(c.Constructor, cancellationToken))
            .ThenByDescending(static c => c.Arguments.Keys.Count(static m => !m.CanSet))
            .ThenBy(static c => c.Constructor.Parameters.Length)
            .FirstOrDefault();
    }

    /// <summary>Generated code may call it.</summary>
    public static bool IsUsable(IMethodSymbol constructor, Compilation compilation) =>
        compilation.IsSymbolAccessibleWithin(constructor, compilation.Assembly) && !constructor.IsObsoleteAsError();

    /// <summary>Why generated code may call none of them: "its constructors are private".</summary>
    public static string WhyNone(IEnumerable<IMethodSymbol> constructors, Compilation compilation)
    {
        var words = constructors.Select(c => c.IsObsoleteAsError() && compilation.IsSymbolAccessibleWithin(c, compilation.Assembly) ? "[Obsolete] as an error" : Nameable.Word(c.DeclaredAccessibility)).Distinct();
        return "its constructors are " + string.Join(" or ", words.DefaultIfEmpty("private"));
    }

    private static Construction? Bind(IMethodSymbol constructor, List<Candidate> members, out string unbound)
    {
        unbound = "";
        var arguments = new Dictionary<Candidate, IParameterSymbol>();
        foreach (var parameter in constructor.Parameters)
        {
            var member = Match(parameter, members, StringComparison.Ordinal) ?? Match(parameter, members, StringComparison.OrdinalIgnoreCase);
            if (member is not null && parameter.RefKind is RefKind.None or RefKind.In && !arguments.ContainsKey(member))
            {
                arguments.Add(member, parameter);
                continue;
            }

            if (!parameter.IsOptional && !parameter.IsParams)
            {
                unbound = parameter.Name;
                return null;
            }
        }

        return new Construction(constructor, arguments);
    }

    private static Candidate? Match(IParameterSymbol parameter, List<Candidate> members, StringComparison comparison) =>
        members.Find(m => m.Name.Equals(parameter.Name, comparison) && SymbolEqualityComparer.Default.Equals(m.Type, parameter.Type));

    private static bool IsCopy(IMethodSymbol constructor) =>
        constructor.ContainingType.IsRecord && constructor.Parameters is [var only] && SymbolEqualityComparer.Default.Equals(only.Type, constructor.ContainingType);

    /// <summary>In source a record's parameter list; in a referenced assembly, which does not say so, what comes with one: a Deconstruct
    /// with the same parameters.</summary>
    private static bool IsPositional(IMethodSymbol constructor, CancellationToken cancellationToken)
    {
        if (constructor.Parameters.Length == 0)
        {
            return false;
        }

        return constructor.DeclaringSyntaxReferences is [var source, ..]
            ? source.GetSyntax(cancellationToken) is RecordDeclarationSyntax
            : constructor.ContainingType.GetMembers("Deconstruct").OfType<IMethodSymbol>().Any(m => m.Parameters.Length == constructor.Parameters.Length
                && m.Parameters.Zip(constructor.Parameters, static (a, b) => a.Name == b.Name && SymbolEqualityComparer.Default.Equals(a.Type, b.Type)).All(static same => same));
    }
}
