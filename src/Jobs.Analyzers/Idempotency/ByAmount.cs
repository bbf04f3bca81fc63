using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Changes of a property that depend on what it was: <c>+=</c>, <c>++</c>, <c>x = x + 1</c>, <c>date = date.AddDays(30)</c>.</summary>
internal static class ByAmount
{
    public static IPropertyReferenceOperation? TargetOf(IOperation change) => change switch
    {
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, Target: IPropertyReferenceOperation target } when IsNumber(target.Type) || IsTime(target.Type) => target,
        IIncrementOrDecrementOperation { Target: IPropertyReferenceOperation target } => target,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target, Value: var value } when IsChangeOf(target, value.Bare()) => target,
        _ => null,
    };

    public static bool IsNumber(ITypeSymbol? type) => Plain(type)?.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double;

    private static bool IsChangeOf(IPropertyReferenceOperation target, IOperation value) => value switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } sum when IsNumber(target.Type) || IsTime(target.Type) =>
            IsSame(target, sum.LeftOperand) || (sum.OperatorKind == BinaryOperatorKind.Add && IsSame(target, sum.RightOperand)),
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: var name } => IsTime(target.Type) && name.StartsWith("Add", StringComparison.Ordinal) && IsSame(target, instance),
        _ => false,
    };

    private static bool IsTime(ITypeSymbol? type) => Plain(type) is { Name: "DateTime" or "DateTimeOffset" or "DateOnly" or "TimeSpan", ContainingNamespace.Name: "System" };

    private static ITypeSymbol? Plain(ITypeSymbol? type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : type;

    private static bool IsSame(IPropertyReferenceOperation property, IOperation other) => Inner(other) is { } second
        && SymbolEqualityComparer.Default.Equals(property.Property, second.Property) && SymbolEqualityComparer.Default.Equals(property.Root(), second.Root());

    /// <summary><c>date.Value.AddDays(30)</c> is a change of <c>date</c>.</summary>
    private static IPropertyReferenceOperation? Inner(IOperation operation) => operation.Bare() switch
    {
        IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.SpecialType: SpecialType.System_Nullable_T or SpecialType.None } value, Instance: { } of } when value.ContainingType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T => Inner(of),
        IPropertyReferenceOperation property => property,
        _ => null,
    };
}
