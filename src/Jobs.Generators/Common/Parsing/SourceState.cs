using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>Decides whether a member of a type in source can hold something that reading does not bring back. A value that follows from stored
/// members alone is not lost, where the text shows it; where it does not, the member is reported.</summary>
internal sealed class SourceState(
    List<Candidate> candidates, List<Candidate> members, Construction construction, CancellationToken cancellationToken)
{
    private readonly Assignments assignments = new(cancellationToken);
    private readonly RunConstructors run = RunConstructors.Of(construction, cancellationToken);

    /// <summary>Nothing that a constructor takes can be another value later, so what it makes of its parameters follows from stored members.</summary>
    private readonly bool parametersAreFinal = construction.Arguments.Keys.All(static m => !m.CanSet);

    /// <returns>Null: it is not lost. Else the end of a sentence that begins with the member.</returns>
    public string? ReasonOf(Candidate lost) => lost.Symbol switch
    {
        IFieldSymbol field => IsConstantForGood(field) || IsMadeAgain(field)
            ? null
            : "is read-only, so its value is not stored with the job: make it a property with 'init', or mark it [IgnoreMember]",
        IPropertySymbol property => ReasonOf(property),
        _ => null,
    };

    private string? ReasonOf(IPropertySymbol property)
    {
        if (!IsAuto(property))
        {
            return TouchedBy(property, new Getter(property, cancellationToken), []) is { } state
                ? $"gives out '{state}', which is not stored with the job: store it in a member that can be set, or mark it [IgnoreMember]"
                : null;
        }

        if (IsMadeAgain(property))
        {
            return null;
        }

        return property.SetMethod is { } setter
            ? $"has a{(setter.DeclaredAccessibility == Accessibility.Internal ? "n" : "")} {Nameable.Word(setter.DeclaredAccessibility)} setter, which generated code cannot use, so its value is not stored with the job: make the setter 'init' or public, or mark it [IgnoreMember]"
            : IsConstantForGood(property) ? null
            : "has no setter that the generated code can use, so its value is not stored with the job: add 'init', or mark it [IgnoreMember]";
    }

    /// <summary>An automatic property, or one with <c>field</c> that more than the getter writes to.</summary>
    private bool IsAuto(IPropertySymbol property) =>
        BackingOf(property) is not null && (property.SetMethod is not null || InitializerOf(property) is not null || !new Getter(property, cancellationToken).HasBody);

    private static IFieldSymbol? BackingOf(IPropertySymbol property) =>
        property.ContainingType.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property));

    /// <summary>What a getter, or a method that it calls, reads of the object and reading does not bring back.</summary>
    private string? TouchedBy(ISymbol member, Getter getter, HashSet<ISymbol> visited)
    {
        if (!visited.Add(member))
        {
            return null;
        }

        foreach (var name in getter.Names())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Find(name, member.ContainingType) is { } found && Touched(found, getter, visited) is { } state)
            {
                return state;
            }
        }

        return null;
    }

    private string? Touched(ISymbol found, Getter getter, HashSet<ISymbol> visited)
    {
        switch (found)
        {
            case IFieldSymbol { IsStatic: false } field:
                return IsState(field, getter) ? field.Name : null;
            case IParameterSymbol parameter:
                return IsParameterBack(parameter) ? null : parameter.Name;
            case IPropertySymbol { IsStatic: false, IsIndexer: false } property when !candidates.Exists(c => c.Name == property.Name) && !MemberFinder.IsIgnored(property):
                return IsAuto(property) ? (IsState(property, getter) ? property.Name : null) : TouchedBy(property, new Getter(property, cancellationToken), visited);
            case IMethodSymbol { IsStatic: false } method when !method.DeclaringSyntaxReferences.IsEmpty:
                return TouchedBy(method, new Getter(method, cancellationToken), visited);
            default:
                return null;
        }
    }

    /// <summary>As the compiler does: members first, then the parameters of the primary constructor.</summary>
    private static ISymbol? Find(string name, INamedTypeSymbol from)
    {
        for (var at = from; at is not null; at = at.BaseType)
        {
            if (at.GetMembers(name).FirstOrDefault(static m => m is IFieldSymbol or IPropertySymbol or IMethodSymbol) is { } member)
            {
                return member;
            }
        }

        return RunConstructors.PrimaryOf(from)?.Parameters.FirstOrDefault(p => p.Name == name);
    }

    private bool IsState(ISymbol slot, Getter getter) =>
        !members.Exists(m => m.Name == slot.Name) && !MemberFinder.IsIgnored(slot) && slot is not IFieldSymbol { IsConst: true }
        && !IsHelper(slot is IFieldSymbol field ? field.Type : ((IPropertySymbol)slot).Type)
        && !IsConstantForGood(slot) && !IsMadeAgain(slot) && !IsCacheOf(slot, getter);

    /// <summary>A constant that nothing assigns later.</summary>
    private bool IsConstantForGood(ISymbol slot)
    {
        var type = slot is IFieldSymbol field ? field.Type : ((IPropertySymbol)slot).Type;
        var initializer = InitializerOf(slot);
        var isOpen = slot is IFieldSymbol { IsReadOnly: false, DeclaredAccessibility: not Accessibility.Private } or IPropertySymbol { SetMethod: not null, DeclaredAccessibility: not Accessibility.Private };
        return !isOpen && (initializer is null ? slot is IFieldSymbol : LostState.IsConstant(initializer, type)) && assignments.Of(slot).Count == 0;
    }

    /// <summary>Whatever assigns it runs when the object is read back, and makes it of stored members.</summary>
    private bool IsMadeAgain(ISymbol slot)
    {
        var all = assignments.Of(slot);
        var initializer = InitializerOf(slot);
        var byInitializer = initializer is not null && parametersAreFinal && run.Uses(initializer, slot.ContainingType);
        return (all.Count > 0 || byInitializer) && all.TrueForAll(IsBack);

        bool IsBack(Assignment at) =>
            (at.Accessor is { } accessor && members.Exists(m => m.CanSet && m.Name == accessor)) || (at.Constructor is not null && parametersAreFinal && run.Assigns(at));
    }

    /// <summary>A field that the getter alone fills: what it makes of the rest of the object.</summary>
    private bool IsCacheOf(ISymbol slot, Getter getter) =>
        slot is IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field
        && (InitializerOf(field) is not { } initializer || LostState.IsConstant(initializer, field.Type)) && assignments.Of(field) is { Count: > 0 } all && all.TrueForAll(a => getter.Contains(a.Node));

    private bool IsParameterBack(IParameterSymbol parameter) =>
        run.Has(parameter.ContainingSymbol) && assignments.Of(parameter).Count == 0 && parametersAreFinal && run.IsPassed(parameter);

    /// <summary>Objects that help to compute and hold no data.</summary>
    private static bool IsHelper(ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_Object || type.TypeKind == TypeKind.Delegate
        || type.ContainingNamespace?.ToDisplayString() is "System.Threading" or "System.Text.RegularExpressions"
        || type.Name is "IComparer" or "IEqualityComparer" or "StringComparer";

    private ExpressionSyntax? InitializerOf(ISymbol slot) => slot.DeclaringSyntaxReferences.Select(r => r.GetSyntax(cancellationToken) switch
    {
        PropertyDeclarationSyntax property => property.Initializer?.Value,
        VariableDeclaratorSyntax field => field.Initializer?.Value,
        _ => null,
    }).FirstOrDefault();
}
