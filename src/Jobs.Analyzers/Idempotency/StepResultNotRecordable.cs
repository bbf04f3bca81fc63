using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Says why the result of a step cannot be recorded: whatever the generator's own parser finds.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class StepResultNotRecordable : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.StepResultNotRecordable];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterOperationAction(
            at =>
            {
                if (at.Operation is IInvocationOperation { TargetMethod: { TypeArguments: [var result] } method } call && StepParser.IsStep(method))
                {
                    var where = NameOf(call.Syntax);
                    StepParser.Parse(
                        result, where, known,
                        problem =>
                        {
                            if (problem.Severity == DiagnosticSeverity.Error)
                            {
                                at.ReportDiagnostic(Diagnostic.Create(Rule.StepResultNotRecordable, where, WithoutJob(problem.GetMessage())));
                            }
                        },
                        at.CancellationToken);
                }
            },
            OperationKind.Invocation);

    private static Location NameOf(SyntaxNode call) =>
        call.DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.SimpleNameSyntax>().FirstOrDefault(static n => n.Identifier.ValueText == StepParser.Method)?.GetLocation() ?? call.GetLocation();

    /// <summary>The parser speaks of a job's members and begins with the job.</summary>
    private static string WithoutJob(string message) => message.IndexOf("': ", StringComparison.Ordinal) is > 0 and var end ? message.Substring(end + 3) : message;
}
