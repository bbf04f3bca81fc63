using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds jobs that a handler enqueues under an id that is made anew each time.</summary>
internal sealed class JobEnqueuedWithoutId() : EffectRule(Rule.JobEnqueuedWithoutId)
{
    private const string Client = "Jobs.IJobClient";

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        operation is IInvocationOperation call && IsEnqueue(call.TargetMethod.Declared()) && !HasId(call, body)
            ? new Effect(call.Syntax, call.TargetMethod.Name, NameOf(call.TargetMethod.Name)) : null;

    private static bool IsEnqueue(IMethodSymbol method) => method.Name.StartsWith("Enqueue", StringComparison.Ordinal)
        && (method.ContainingType.FullMetadataName() == Client || (method.IsExtensionMethod && method.Parameters[0].Type.FullMetadataName() == Client));

    /// <summary>Options that are not made here may have one.</summary>
    private static bool HasId(IInvocationOperation call, HandlerBody body)
    {
        var options = call.Arguments.FirstOrDefault(static a => a.Parameter?.Type.FullMetadataName() == "Jobs.EnqueueOptions");
        if (options is null)
        {
            return true; // not a method that is known here
        }

        if (options.ArgumentKind == ArgumentKind.DefaultValue || options.Value.ConstantValue is { HasValue: true, Value: null })
        {
            return false;
        }

        var made = options.Value.Bare() is ILocalReferenceOperation local ? body.ValueOf(local.Local)?.Bare() : options.Value.Bare();
        return made is not IObjectCreationOperation creation || body.HasKey(creation)
            || creation.Initializer?.Initializers.Any(static i => i is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Id" } }) == true;
    }

    private static string NameOf(string method) => method.Length > "Enqueue".Length && !method.EndsWith("Async", StringComparison.Ordinal) ? StepNames.Of(method.Substring("Enqueue".Length)) : "next";
}
