using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>What the text says of the address of a request.</summary>
internal static class HttpAddress
{
    /// <summary>One text or name that is, or is part of, an address.</summary>
    /// <param name="Path">Its path, or the name.</param>
    /// <param name="LastValue">The name of the value that the path ends with; null: it ends with text.</param>
    internal readonly record struct Part(string Path, string? LastValue);

    /// <summary>The addresses that take part in a request: texts, what strings and URIs in it are called, and what its variables hold.</summary>
    public static IEnumerable<Part> Of(IOperation request, HandlerBody body)
    {
        if (request is IInvocationOperation call && HttpPost.RefitAddressOf(call.TargetMethod) is { } refit)
        {
            yield return new Part(PathOf(refit), refit.EndsWith("}", StringComparison.Ordinal) ? refit.Substring(refit.LastIndexOf('{') + 1).TrimEnd('}') : null);
            yield return new Part(call.TargetMethod.Name, null);
        }

        foreach (var operation in Addressed(request).SelectMany(a => body.WithSources(a, steps: 2)))
        {
            if (operation is ILiteralOperation { Parent: IInterpolatedStringTextOperation } || operation.Parent is IInterpolationOperation)
            {
                continue; // seen as a whole
            }

            if (operation.Type?.SpecialType == SpecialType.System_String && operation.Text() is { Length: > 0 } text)
            {
                yield return new Part(PathOf(text), LastValueOf(operation));
            }
            else if (NameOf(operation) is { } name)
            {
                yield return new Part(name, null);
            }
        }
    }

    /// <summary>Arguments that say where it goes, not what is sent.</summary>
    private static IEnumerable<IOperation> Addressed(IOperation request) => request switch
    {
        IInvocationOperation call => call.Arguments.Where(static a => a.Parameter?.Name is "requestUri" or "url" or "uri" or "resource" or "request" || IsAddress(a.Value.Bare().Type) && a.Parameter?.Ordinal == 0).Select(static a => a.Value)
            .Concat(call.Instance is null ? [] : [call.Instance]),
        IObjectCreationOperation made => made.Arguments.Select(static a => a.Value)
            .Concat(made.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().Where(static a => a.Target is IPropertyReferenceOperation { Property.Name: "RequestUri" or "Resource" }).Select(static a => a.Value) ?? []),
        _ => [],
    };

    private static bool IsAddress(ITypeSymbol? type) => type is { SpecialType: SpecialType.System_String } or { Name: "Uri" or "Url" };

    private static string? NameOf(IOperation operation) => !IsAddress(operation.Type) ? null : operation switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IMemberReferenceOperation member => member.Member.Name,
        IInvocationOperation call => call.TargetMethod.Name,
        _ => null,
    };

    /// <summary>Without scheme, host and query.</summary>
    private static string PathOf(string address)
    {
        var from = address.IndexOf("://", StringComparison.Ordinal);
        var path = from < 0 ? address : address.IndexOf('/', from + 3) is > 0 and var slash ? address.Substring(slash) : "";
        var query = path.IndexOf("?", 1 > path.Length ? 0 : 1, StringComparison.Ordinal);
        return query > 0 && query + 1 < path.Length && path[query + 1] != '/' && path.IndexOf('=', query) > 0 ? path.Substring(0, query) : path;
    }

    private static string? LastValueOf(IOperation text) => text.Bare() switch
    {
        IInterpolatedStringOperation interpolated when interpolated.Parts.LastOrDefault() is IInterpolationOperation last => ValueName(last.Expression),
        IBinaryOperation sum when sum.RightOperand.Text() is null => ValueName(sum.RightOperand),
        _ => null,
    };

    private static string? ValueName(IOperation value) => value.Bare() switch
    {
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        IMemberReferenceOperation member => member.Member.Name,
        IInvocationOperation { Instance: { } inner } => ValueName(inner), // id.ToString()
        _ => null,
    };
}
