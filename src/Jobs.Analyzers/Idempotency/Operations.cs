using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Questions about operations that more than one rule asks.</summary>
internal static class Operations
{
    /// <summary>The method as declared: of an extension method the static one.</summary>
    public static IMethodSymbol Declared(this IMethodSymbol method) => (method.ReducedFrom ?? method).OriginalDefinition;

    /// <summary><c>SmtpClient.SendMailAsync</c>.</summary>
    public static string Display(this IInvocationOperation call) =>
        call.Instance?.Type is { Name.Length: > 0 } type ? $"{type.Name}.{call.TargetMethod.Name}"
        : call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 && call.Arguments[0].Value.Type is { Name.Length: > 0 } first ? $"{first.Name}.{call.TargetMethod.Name}"
        : $"{call.TargetMethod.ContainingType?.Name}.{call.TargetMethod.Name}";

    /// <summary>Whether it, a base class or an interface of it has that full name.</summary>
    public static bool IsOrDerivesFrom(this ITypeSymbol? type, string fullName)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (IsNamed(at, fullName))
            {
                return true;
            }
        }

        return type?.AllInterfaces.Any(i => IsNamed(i, fullName)) == true;
    }

    /// <summary>Asks for the last part first: the full name is put together each time.</summary>
    private static bool IsNamed(ITypeSymbol type, string fullName) =>
        fullName.EndsWith(type.MetadataName, StringComparison.Ordinal) && type.OriginalDefinition.FullMetadataName() == fullName;

    /// <summary>Without the conversions and awaits around it.</summary>
    public static IOperation Bare(this IOperation operation) => operation switch
    {
        IConversionOperation conversion => Bare(conversion.Operand),
        IAwaitOperation wait => Bare(wait.Operation),
        IParenthesizedOperation parenthesized => Bare(parenthesized.Operand),
        _ => operation,
    };

    /// <summary>The local or parameter that an expression such as <c>request.Headers.Accept</c> begins with.</summary>
    public static ISymbol? Root(this IOperation? operation) => operation?.Bare() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => Root(member.Instance),
        IInvocationOperation { Instance: { } instance } => Root(instance),
        IConditionalAccessInstanceOperation instance => Root((instance.Parent as IConditionalAccessOperation)?.Operation),
        _ => null,
    };

    /// <summary>The constant text, or the constant parts of an interpolated one.</summary>
    public static string? Text(this IOperation operation) => operation.Bare() switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => text,
        IInterpolatedStringOperation interpolated => string.Concat(interpolated.Parts.Select(static p =>
            p is IInterpolatedStringTextOperation { Text.ConstantValue.Value: string part } ? part : "?")),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => sum.LeftOperand.Text() is { } left ? left + (sum.RightOperand.Text() ?? "?") : null,
        _ => null,
    };

    public static bool Mentions(this string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
