using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Goes through what a handler does when a worker calls it, with the methods of its own class that it calls, and asks the rules about
/// each operation. What is in a step, or in what is marked [Idempotent], is left out; so is a method that only such code calls.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class HandlerEffects : HandlerCodeAnalyzer
{
    /// <summary>The first that knows an operation speaks.</summary>
    private static readonly EffectRule[] Rules =
    [
        new EffectLostAfterCommit(), new FreshKey(), new PaymentWithoutKey(), new MessageSentAgain(), new HttpRequestWithoutKey(), new MessagePublishedWithoutId(),
        new InsertWithoutGuard(), new EntityAddedWithoutGuard(), new CounterChangedAgain(), new FileAppendedAgain(), new JobEnqueuedWithoutId(),
    ];

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. Rules.Select(static r => r.Descriptor)];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        start.RegisterSymbolStartAction(
            type =>
            {
                var owner = (INamedTypeSymbol)type.Symbol;
                if (!handlers.Contains(owner) || IsMarked(owner))
                {
                    return;
                }

                var bodies = new ConcurrentDictionary<IMethodSymbol, ImmutableArray<IOperation>>(SymbolEqualityComparer.Default);
                type.RegisterOperationBlockAction(block =>
                {
                    if (block.OwningSymbol is IMethodSymbol method && SymbolEqualityComparer.Default.Equals(method.ContainingType, owner))
                    {
                        bodies[method] = block.OperationBlocks;
                    }
                });
                type.RegisterSymbolEndAction(end => Report(end, handlers, bodies));
            },
            SymbolKind.NamedType);

    private static void Report(SymbolAnalysisContext end, HandlerCode handlers, ConcurrentDictionary<IMethodSymbol, ImmutableArray<IOperation>> blocks)
    {
        var bodies = new HandlerBodies(blocks);
        var open = new Queue<IMethodSymbol>(blocks.Keys.Where(handlers.IsEntry));
        var seen = new HashSet<IMethodSymbol>(open, SymbolEqualityComparer.Default);
        var said = new HashSet<(string Rule, SyntaxTree Tree, int Line)>();
        while (open.Count > 0)
        {
            var method = open.Dequeue();
            if (IsMarked(method) || bodies.Of(method) is not { } body)
            {
                continue;
            }

            foreach (var operation in blocks[method].SelectMany(Exposed))
            {
                end.CancellationToken.ThrowIfCancellationRequested();
                if (CalledBy(operation) is { } called && seen.Add(called))
                {
                    open.Enqueue(called); // of another class: there is no body for it
                }

                foreach (var rule in Rules)
                {
                    if (rule.Find(operation, body) is { } effect)
                    {
                        var at = effect.At.GetLocation();
                        if (said.Add((rule.Descriptor.Id, effect.At.SyntaxTree, at.GetLineSpan().StartLinePosition.Line))) // a line with two of a kind needs one change
                        {
                            end.ReportDiagnostic(Diagnostic.Create(rule.Descriptor, at, effect.Arguments));
                        }

                        break;
                    }
                }
            }
        }
    }

    /// <summary>A call, or a method that is passed on: <c>items.Select(SendOneAsync)</c>.</summary>
    private static IMethodSymbol? CalledBy(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: var called } => called.OriginalDefinition,
        IMethodReferenceOperation { Method: var passed } => passed.OriginalDefinition,
        _ => null,
    };

    /// <summary>All operations but those of steps, of expression trees, which describe a call that somebody else makes, and of an event's subscribers.</summary>
    private static IEnumerable<IOperation> Exposed(IOperation operation)
    {
        if (operation is IConversionOperation { Type: INamedTypeSymbol { Name: "Expression", Arity: 1 } } or IEventAssignmentOperation)
        {
            yield break;
        }

        yield return operation;
        if (operation is IInvocationOperation { TargetMethod: var method } && StepParser.IsStep(method))
        {
            yield break;
        }

        foreach (var child in operation.ChildOperations)
        {
            foreach (var inner in Exposed(child))
            {
                yield return inner;
            }
        }
    }

    private static bool IsMarked(ISymbol symbol) => symbol.Attribute("Jobs", "IdempotentAttribute") is not null;
}
