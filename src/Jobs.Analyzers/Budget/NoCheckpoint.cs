using System.Collections.Immutable;
using System.Globalization;
using Jobs.Analyzers.Handlers;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds handlers with a loop of awaits whose job may run longer than a worker waits when it stops, and that never look at <c>context.SoftStop</c>. A
/// handler that gives its context to others is left alone: they may look.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class NoCheckpoint : HandlerCodeAnalyzer
{
    /// <summary>An option of .editorconfig: <c>WorkerOptions.ShutdownTimeout</c> in seconds, where it is not the default.</summary>
    public const string Option = "jobs_shutdown_seconds";

    private const int DefaultSeconds = 20;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.NoCheckpoint];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known, HandlerCode handlers) =>
        start.RegisterOperationBlockAction(at =>
        {
            if (at.OwningSymbol is IMethodSymbol { Parameters: [var job, { Type.Name: "JobContext" } context, ..] } owner && handlers.IsEntry(owner)
                && TimeoutOf(job.Type, known) is var timeout && BudgetOf(at) is var budget && timeout > budget
                && at.OperationBlocks.Any(HasLongLoop) && !at.OperationBlocks.Any(o => LooksAt(o, context)))
            {
                at.ReportDiagnostic(Diagnostic.Create(Rule.NoCheckpoint, owner.Where(), owner.ContainingType.Name, timeout, budget));
            }
        });

    private static int TimeoutOf(ITypeSymbol job, KnownTypes known) => known.JobAttributesOf(job).SelectMany(static a => a.NamedArguments)
        .Where(static a => a.Key == "TimeoutSeconds").Select(static a => a.Value.Value as int? ?? 0).FirstOrDefault();

    private static int BudgetOf(OperationBlockAnalysisContext end) =>
        end.Options.AnalyzerConfigOptionsProvider.GetOptions(end.FilterTree).TryGetValue(Option, out var text)
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : DefaultSeconds;

    private static bool HasLongLoop(IOperation body) => body.Descendants().Any(static o => o is ILoopOperation && o.Descendants().Any(static d => d is IAwaitOperation));

    private static bool LooksAt(IOperation body, IParameterSymbol context) => body.Descendants().Any(o =>
        o is IPropertyReferenceOperation { Property: { Name: "SoftStop", ContainingType.Name: "JobContext" } }
        || (o is IParameterReferenceOperation r && SymbolEqualityComparer.Default.Equals(r.Parameter, context) && r.Parent is IArgumentOperation or IConversionOperation)
        || o is IInvocationOperation { TargetMethod: { Name: "OnceAsync", ContainingType.Name: "JobContext" } });
}
