using System.Collections.Immutable;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds <c>Thread.Sleep</c>, but not <c>Thread.Sleep(0)</c>, which only lets others go first.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BlockingSleep : HandlerCodeAnalyzer
{
    /// <summary>Set where <c>await</c> may stand instead: the token's name, or nothing where there is none.</summary>
    public const string Token = "token";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.BlockingSleep];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        handlers.RegisterBodies(start, block => block.RegisterOperationAction(at => Look(at, (IMethodSymbol)block.OwningSymbol), OperationKind.Invocation));

    private static void Look(OperationAnalysisContext at, IMethodSymbol owner)
    {
        var call = (IInvocationOperation)at.Operation;
        if (call is { TargetMethod.Name: "Sleep", Arguments: [var time] } && call.TargetMethod.ContainingType.Is("System.Threading", "Thread")
            && time.Value.ConstantValue is not { HasValue: true, Value: 0 }
            && !owner.Name.HasWord("Shutdown", "Stop", "Stopped", "Stopping") && !call.IsOnThreadOfItsOwn() && !owner.HasThreadOfItsOwn(at.CancellationToken))
        {
            at.ReportDiagnostic(Diagnostic.Create(
                Rule.BlockingSleep,
                call.Syntax.GetLocation(),
                call.CanAwait(owner) ? ImmutableDictionary<string, string?>.Empty.Add(Token, TokenInScope.Of(call, owner)?.Name ?? "") : null));
        }
    }
}
