using System.Collections.Concurrent;
using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds steps of one handler that have one name as a constant, unless one runs only where the other does not, and steps with such a name in
/// a loop over items. The second would be given the result of the first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StepNameTaken : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.StepNameTaken];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterSymbolStartAction(
            type =>
            {
                if (!known.HandledBy((INamedTypeSymbol)type.Symbol).Any())
                {
                    return; // of another class nobody knows whether its steps are of one job
                }

                var steps = new ConcurrentBag<(string Name, IInvocationOperation Call, ISymbol Method)>();
                type.RegisterOperationAction(
                    at =>
                    {
                        if (at.Operation is IInvocationOperation call && StepParser.IsStep(call.TargetMethod) && NameOf(call) is { } name
                            && SymbolEqualityComparer.Default.Equals(at.ContainingSymbol.ContainingType, type.Symbol))
                        {
                            steps.Add((name, call, at.ContainingSymbol));
                        }
                    },
                    OperationKind.Invocation);
                type.RegisterSymbolEndAction(end => Report(end, known, [.. steps.OrderBy(static s => s.Call.Syntax.GetLocation(), SourceOrder.Instance)]));
            },
            SymbolKind.NamedType);

    private static void Report(SymbolAnalysisContext end, KnownTypes known, List<(string Name, IInvocationOperation Call, ISymbol Method)> steps)
    {
        var isShared = known.HandledBy((INamedTypeSymbol)end.Symbol).Skip(1).Any(); // two jobs, two sets of steps
        for (var i = 0; i < steps.Count; i++)
        {
            var (name, call, method) = steps[i];
            var taken = steps.Take(i).Any(s => s.Name == name && (!isShared || SymbolEqualityComparer.Default.Equals(s.Method, method)) && !Exclude(s.Call.Syntax, call.Syntax));
            var why = taken ? "has the name of another step of this handler, and would be given its result: give it a name of its own"
                : name.Length is 0 or > Limits.MaxStepNameLength ? $"has no usable name: it takes 1 to {Limits.MaxStepNameLength} characters"
                : IsRepeated(call) ? "has the same name for each item, and would be given the result of the first: put what differs into the name, as in $\"charge-{item.Id}\"" : null;
            if (why is not null)
            {
                end.ReportDiagnostic(Diagnostic.Create(Rule.StepNameTaken, ArgumentOf(call).Value.Syntax.GetLocation(), name, why));
            }
        }
    }

    private static IArgumentOperation ArgumentOf(IInvocationOperation call) => call.Arguments.First(static a => a.Parameter?.Ordinal == 0);

    private static string? NameOf(IInvocationOperation call) =>
        call.Arguments.Any(static a => a.Parameter?.Ordinal == 0) && ArgumentOf(call).Value.ConstantValue is { HasValue: true, Value: string name } ? name : null;

    /// <summary>Two branches of one if, switch or conditional expression: the first of their common ancestors whose parts they are in decides.</summary>
    private static bool Exclude(SyntaxNode first, SyntaxNode second)
    {
        if (first.SyntaxTree != second.SyntaxTree)
        {
            return false;
        }

        foreach (var around in first.Ancestors().Where(a => a.Span.Contains(second.Span)))
        {
            switch (around)
            {
                case IfStatementSyntax { Else: { } other } branch when branch.Statement.Span.Contains(first.Span) && other.Span.Contains(second.Span):
                case ConditionalExpressionSyntax choice when choice.WhenTrue.Span.Contains(first.Span) && choice.WhenFalse.Span.Contains(second.Span):
                case SwitchStatementSyntax cases when cases.Sections.Any(s => s.Span.Contains(first.Span) && !s.Span.Contains(second.Span)):
                case SwitchExpressionSyntax arms when arms.Arms.Any(a => a.Span.Contains(first.Span) && !a.Span.Contains(second.Span)):
                    return true;
            }
        }

        // "if (…) { step; return; } step;"
        return first.Ancestors().OfType<IfStatementSyntax>().Any(i => !i.Span.Contains(second.Span)
            && (i.Statement as BlockSyntax)?.Statements.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax)
            || first.Ancestors().OfType<ReturnStatementSyntax>().Any(r => r.Parent is IfStatementSyntax or BlockSyntax { Parent: IfStatementSyntax });
    }

    /// <summary>In a loop over items that goes on after it; a loop that tries again leaves when it has done it.</summary>
    private static bool IsRepeated(IOperation call)
    {
        for (var at = call.Parent; at is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); at = at.Parent)
        {
            if (at is IForEachLoopOperation loop)
            {
                return !Leaves(loop.Body);
            }
        }

        return false;
    }

    private static bool Leaves(IOperation operation) => operation is IReturnOperation or IBranchOperation { BranchKind: BranchKind.Break }
        || (operation is not (IAnonymousFunctionOperation or ILocalFunctionOperation) && operation.ChildOperations.Any(Leaves));
}
