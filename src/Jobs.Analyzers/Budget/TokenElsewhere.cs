using Jobs.Analyzers.Idempotency;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Calls that take a token in another way than as one argument more: Dapper's in a <c>CommandDefinition</c>, <c>Parallel.ForEachAsync</c>'s before its body.</summary>
internal static class TokenElsewhere
{
    private static readonly Api Methods = new(
        "Dapper.SqlMapper ExecuteAsync ExecuteScalarAsync ExecuteReaderAsync QueryAsync QueryFirstAsync QueryFirstOrDefaultAsync QuerySingleAsync QuerySingleOrDefaultAsync QueryMultipleAsync",
        "System.Threading.Tasks.Parallel ForEachAsync ForAsync");

    /// <returns>Null: not one of them, or it is given what a token can be in.</returns>
    public static IInvocationOperation? Of(IInvocationOperation call) =>
        Methods.Has(call.TargetMethod) && !call.Arguments.Any(static a => a.Value.DescendantsAndSelf().Any(static v => v.Type?.Name is "CommandDefinition" or "ParallelOptions")) ? call : null;
}
