using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds <c>foreach</c> loops that await the storing of one job per item and nothing else. A loop that awaits more, keeps the handle, stores under
/// conditions or with options, or reads a stream, is left alone.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class EnqueueInLoop : LibraryAnalyzer
{
    /// <summary>The method that stores many.</summary>
    public const string Bulk = "bulk";

    /// <summary>The payload's type, as it can be written there.</summary>
    public const string Payload = "payload";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.EnqueueInLoop];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterOperationAction(
            at =>
            {
                if (at.Operation is not IForEachLoopOperation { IsAsynchronous: false } loop
                    || loop.Body.Descendants().Prepend(loop.Body).Count(static o => o is IAwaitOperation) != 1)
                {
                    return;
                }

                var statements = loop.Body is IBlockOperation block ? block.Operations : [loop.Body];
                foreach (var statement in statements)
                {
                    if (statement is IExpressionStatementOperation { Operation: IAwaitOperation { Operation: var awaited } } && EnqueueCall.Of(awaited, known) is { HasOptions: false } enqueue)
                    {
                        at.ReportDiagnostic(Diagnostic.Create(
                            Rule.EnqueueInLoop, enqueue.Call.NameOf(), PropertiesOf(enqueue, at), enqueue.Bulk));
                    }
                }
            },
            OperationKind.Loop);

    private static ImmutableDictionary<string, string?> PropertiesOf(EnqueueCall enqueue, OperationAnalysisContext at) => ImmutableDictionary<string, string?>.Empty
        .Add(Bulk, enqueue.Bulk)
        .Add(Payload, enqueue.Payload.Type!.ToMinimalDisplayString(at.Operation.SemanticModel!, at.Operation.Syntax.SpanStart));
}
