using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>A call that stores one job: a generated method, or <c>IJobClient.EnqueueAsync</c>.</summary>
/// <param name="Call">The call.</param>
/// <param name="Payload">What it stores.</param>
/// <param name="HasOptions">Whether it says more of the job than the payload.</param>
internal sealed record EnqueueCall(IInvocationOperation Call, IOperation Payload, bool HasOptions)
{
    /// <summary>The method that stores many.</summary>
    public string Bulk => Call.TargetMethod.Name == "EnqueueAsync" ? "EnqueueManyAsync" : Call.TargetMethod.Name;

    public static EnqueueCall? Of(IOperation operation, KnownTypes known)
    {
        if (operation is not IInvocationOperation { TargetMethod: var method } call || !method.Name.StartsWith("Enqueue", StringComparison.Ordinal) || !IsOfClient(method))
        {
            return null;
        }

        var payload = call.Arguments.FirstOrDefault(a => a.Value.Plain().Type is { } type && known.IsJob(type));
        return payload is null ? null : new EnqueueCall(
            call,
            payload.Value.Plain(),
            call.Arguments.Any(static a => a.ArgumentKind != ArgumentKind.DefaultValue && a.Parameter?.Type.Name == "EnqueueOptions"));
    }

    private static bool IsOfClient(IMethodSymbol method) => method.ContainingType.Is("Jobs", "IJobClient") || (method.IsExtensionMethod && method.Parameters[0].Type.Is("Jobs", "IJobClient"));
}
