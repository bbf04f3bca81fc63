using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds jobs that are enqueued where a transaction that the same method has begun is not yet committed.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EnqueueInTransaction : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.EnqueueInTransaction];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterOperationAction(
            at =>
            {
                if (EnqueueCall.Of(at.Operation, known) is { } enqueue && OpenAt(enqueue.Call) is { } open)
                {
                    at.ReportDiagnostic(Diagnostic.Create(Rule.EnqueueInTransaction, enqueue.Call.NameOf(), open.Name));
                }
            },
            OperationKind.Invocation);

    private static ILocalSymbol? OpenAt(IInvocationOperation enqueue)
    {
        foreach (var scope in enqueue.Ancestors().TakeWhile(static o => o is not (IAnonymousFunctionOperation or ILocalFunctionOperation)))
        {
            var locals = scope switch
            {
                IBlockOperation block => block.Locals,
                IUsingOperation own => own.Locals,
                _ => [],
            };
            foreach (var local in locals.Where(l => IsTransaction(l.Type) && l.Where().SourceSpan.Start < enqueue.Syntax.SpanStart))
            {
                if (!scope.Descendants().Any(o => o.Syntax.SpanStart < enqueue.Syntax.SpanStart && Ends(o, local)))
                {
                    return local;
                }
            }
        }

        return null;
    }

    private static bool Ends(IOperation operation, ILocalSymbol transaction) =>
        operation is IInvocationOperation { Instance: ILocalReferenceOperation { Local: var local }, TargetMethod.Name: "Commit" or "CommitAsync" or "Complete" or "Rollback" or "RollbackAsync" or "Dispose" or "DisposeAsync" }
        && SymbolEqualityComparer.Default.Equals(local, transaction);

    private static bool IsTransaction(ITypeSymbol type)
    {
        for (var at = type; at is not null; at = at.BaseType)
        {
            if (IsOne(at))
            {
                return true;
            }
        }

        return type.AllInterfaces.Any(IsOne);
    }

    private static bool IsOne(ITypeSymbol type) => type.Is("System.Transactions", "TransactionScope") || type.Is("System.Data", "IDbTransaction")
        || type.Is("Microsoft.EntityFrameworkCore.Storage", "IDbContextTransaction");
}
