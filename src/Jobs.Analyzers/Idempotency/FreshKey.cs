using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds new GUIDs, times and random numbers that become the key or the id of something that is sent outside: part of an argument of an
/// awaited call, under a name that says what it is for. What is only traced by (a correlation id) is not meant.</summary>
internal sealed class FreshKey() : EffectRule(Rule.FreshKey)
{
    private static readonly string[] NotKeys =
        ["correlation", "trace", "span", "activity", "operation", "session", "connection", "conversation", "scope", "causation", "log", "lock", "lease", "temp", "file", "cache", "nonce", "consumer", "instance", "worker", "partition", "apikey", "secret", "public", "private"];

    public override Effect? Find(IOperation operation, HandlerBody body)
    {
        if (!IsSource(operation))
        {
            return null;
        }

        var value = ValueAround(operation);
        if (value.DescendantsAndSelf().Any(o => IsSource(o) && o.Syntax.SpanStart < operation.Syntax.SpanStart) || IsTemporary(value, body))
        {
            return null; // one key, one report
        }

        if (SentAs(value, operation) is { } name)
        {
            return new Effect(operation.Syntax, operation.Syntax.ToString(), name);
        }

        return value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            && body.All.OfType<ILocalReferenceOperation>().Where(l => SymbolEqualityComparer.Default.Equals(l.Local, local))
                .Select(l => SentAs(ValueAround(l), operation)).FirstOrDefault(static n => n is not null) is { } later
            ? new Effect(operation.Syntax, operation.Syntax.ToString(), later) : null;
    }

    /// <summary>What is made under the key is removed again by the same method, so that nothing of an attempt is left for the next.</summary>
    private static bool IsTemporary(IOperation value, HandlerBody body) =>
        value.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
        && body.Calls.Any(c => c.TargetMethod.Name.BeginsWithWord("Delete", "Remove", "Drop", "Destroy", "Cleanup", "Release", "Abort", "Cancel", "Terminate", "Unlock", "Dispose", "Close")
            && (c.Instance.Root() is { } root && SymbolEqualityComparer.Default.Equals(root, local) || c.Arguments.Any(a => body.WithSources(a.Value).Any(o => o is ILocalReferenceOperation l && SymbolEqualityComparer.Default.Equals(l.Local, local)))));

    public static bool IsFresh(IOperation value) => value.DescendantsAndSelf().Any(IsSource);

    private static bool IsSource(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "NewGuid" or "CreateVersion7" or "Next" or "NextInt64" or "New" or "GetInt32" or "GetHexString" or "GetString" } method } => (method.ContainingType.FullMetadataName(), method.Name) is
            ("System.Guid", "NewGuid" or "CreateVersion7") or ("System.Random", "Next" or "NextInt64") or ("Jobs.JobId", "New")
            or ("System.Security.Cryptography.RandomNumberGenerator", "GetInt32" or "GetHexString" or "GetString"),
        IPropertyReferenceOperation { Property: { Name: "UtcNow" or "Now" } property } => property.ContainingType.FullMetadataName() is "System.DateTime" or "System.DateTimeOffset",
        _ => false,
    };

    private static bool IsTime(IOperation source) => source is IPropertyReferenceOperation;

    /// <summary>The whole expression that a value is turned into: <c>$"order-{Guid.NewGuid():N}"</c>.</summary>
    private static IOperation ValueAround(IOperation operation) => operation.Parent switch
    {
        IConversionOperation or IInterpolationOperation or IInterpolatedStringOperation or IParenthesizedOperation => ValueAround(operation.Parent),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } => ValueAround(operation.Parent),
        IInvocationOperation call when call.Instance == operation && call.TargetMethod.Name is "ToString" or "ToUnixTimeMilliseconds" or "ToUnixTimeSeconds" => ValueAround(call),
        IPropertyReferenceOperation { Property.Name: "Ticks" } => ValueAround(operation.Parent),
        _ => operation,
    };

    /// <returns>The name under which the value is sent outside; null: it is not, or not as a key.</returns>
    private static string? SentAs(IOperation value, IOperation source)
    {
        var name = value.Parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "Add" or "TryAddWithoutValidation" } header } argument when HeaderName(header, argument) is { } text => text,
            IArgumentOperation { Parameter: { } parameter } => parameter.Name,
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assigned when assigned.Value == value || assigned.Value.Bare() == value.Bare() => property.Name,
            _ => null,
        };
        if (name is null || NotKeys.Any(name.Mentions))
        {
            return null;
        }

        var isFor = HandlerBody.IsKeyName(name) || name.Mentions("X-Request-Id");
        return isFor || (IsId(name) && !(IsTime(source) && value.Type?.SpecialType != SpecialType.System_String) && GoesOutside(value)) ? name : null;
    }

    private static string? HeaderName(IInvocationOperation call, IArgumentOperation value) =>
        call.Arguments.FirstOrDefault(a => a != value)?.Value is { ConstantValue: { HasValue: true, Value: string text } } ? text : null;

    private static bool IsId(string name) =>
        name.Equals("id", StringComparison.OrdinalIgnoreCase) || name.Equals("key", StringComparison.OrdinalIgnoreCase) || name.Equals("reference", StringComparison.OrdinalIgnoreCase)
        || name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("Key", StringComparison.Ordinal);

    /// <summary>Into an awaited call of a service, through nothing but objects that are made for it.</summary>
    private static bool GoesOutside(IOperation value)
    {
        for (var at = value.Parent; at is not null; at = at.Parent)
        {
            switch (at)
            {
                case IInvocationOperation { TargetMethod: var method } call:
                    return call.Parent is IAwaitOperation && call.Instance is not null && method.ContainingType is { IsStatic: false } type
                        && type.TypeKind is TypeKind.Interface or TypeKind.Class && !StepParser.IsStep(method) && call.Instance is not IInstanceReferenceOperation;
                case IArgumentOperation or IObjectCreationOperation or IObjectOrCollectionInitializerOperation or ISimpleAssignmentOperation or IConversionOperation or IAnonymousObjectCreationOperation:
                    continue;
                default:
                    return false;
            }
        }

        return false;
    }
}
