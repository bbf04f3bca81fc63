using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>Finds public members whose value can differ from what reading the stored bytes gives back.</summary>
internal static class LostState
{
    /// <summary>Whether a type without a single member on the wire has values at all.</summary>
    /// <remarks>Of a class in a referenced assembly the private fields are not seen: there, members that cannot be set must do for a sign.</remarks>
    public static bool IsAll(INamedTypeSymbol type, List<Candidate> candidates, CancellationToken cancellationToken) =>
        MemberFinder.BasesFirst(type).SelectMany(static t => t.GetMembers()).OfType<IFieldSymbol>().Any(f => IsState(f, cancellationToken))
        || (type.DeclaringSyntaxReferences.IsEmpty && candidates.Count > 0);

    public static void Warn(INamedTypeSymbol type, List<Candidate> candidates, List<Candidate> members, Construction construction, Place place, TypeParser types)
    {
        if (!types.Reports)
        {
            return; // the generator, which has no use for it
        }

        var source = new SourceState(candidates, members, construction, types.CancellationToken);
        foreach (var lost in candidates.Where(c => !members.Contains(c)))
        {
            var reason = lost.Symbol.DeclaringSyntaxReferences.IsEmpty ? CompiledState.ReasonOf(lost, types.Known.Compilation) : source.ReasonOf(lost);
            Report(lost.Symbol, reason);
        }

        foreach (var property in MemberFinder.WriteOnly(type))
        {
            Report(property, property.DeclaringSyntaxReferences.IsEmpty
                ? "has no public getter, so its value is not stored with the job, and its type is compiled elsewhere: carry the value in a member of your own"
                : "has no public getter, so its value is not stored with the job: make the getter public, or mark it [IgnoreMember]");
        }

        void Report(ISymbol member, string? reason)
        {
            if (reason is not null)
            {
                types.Warn(Rule.MemberIsNotStored, place.Of(member), place.Of(member).Path, reason);
            }
        }
    }

    /// <summary>A value that can only be what its declaration says: a literal, a constant, an enum's value, <c>default</c>.</summary>
    public static bool IsConstant(ExpressionSyntax value, ITypeSymbol type) => value switch
    {
        LiteralExpressionSyntax or DefaultExpressionSyntax or TypeOfExpressionSyntax => true,
        MemberAccessExpressionSyntax => type.TypeKind == TypeKind.Enum,
        ParenthesizedExpressionSyntax inner => IsConstant(inner.Expression, type),
        CastExpressionSyntax cast => IsConstant(cast.Expression, type),
        PrefixUnaryExpressionSyntax unary => IsConstant(unary.Operand, type),
        PostfixUnaryExpressionSyntax unary => IsConstant(unary.Operand, type), // null!
        BinaryExpressionSyntax binary => IsConstant(binary.Left, type) && IsConstant(binary.Right, type),
        _ => false,
    };

    private static bool IsState(IFieldSymbol field, CancellationToken cancellationToken) =>
        !field.IsStatic && !MemberFinder.IsIgnored(field)
        && field.AssociatedSymbol is null or IPropertySymbol && !(field.AssociatedSymbol is IPropertySymbol property && (MemberFinder.IsIgnored(property) || IsAlwaysTheSame(property, cancellationToken)));

    private static bool IsAlwaysTheSame(IPropertySymbol property, CancellationToken cancellationToken) =>
        property.SetMethod is null
        && property.DeclaringSyntaxReferences.Any(r => r.GetSyntax(cancellationToken) is PropertyDeclarationSyntax { Initializer.Value: var value } && IsConstant(value, property.Type));
}
