using System.Collections.Immutable;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Budget;

/// <summary>Finds times that are made without a kind right where a payload is made. What comes from elsewhere may have one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class UnspecifiedDateTime : LibraryAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rule.UnspecifiedDateTime];

    protected override void Start(CompilationStartAnalysisContext start, KnownTypes known) =>
        start.RegisterOperationAction(
            at =>
            {
                if (at.Operation.Type is not { } payload || !known.IsJob(payload))
                {
                    return;
                }

                var given = at.Operation is IObjectCreationOperation made ? made.Arguments.Select(static a => a.Value) : [];
                var set = at.Operation is IObjectCreationOperation { Initializer: { } own } ? own : (at.Operation as IWithOperation)?.Initializer;
                foreach (var value in given.Concat(set?.Initializers.OfType<ISimpleAssignmentOperation>().Select(static a => a.Value) ?? []).Select(Operations.Plain))
                {
                    if (IsUnspecified(value))
                    {
                        at.ReportDiagnostic(Diagnostic.Create(Rule.UnspecifiedDateTime, value.Syntax.GetLocation()));
                    }
                }
            },
            OperationKind.ObjectCreation,
            OperationKind.With);

    private static bool IsUnspecified(IOperation value) => value switch
    {
        IObjectCreationOperation { Type.SpecialType: SpecialType.System_DateTime, Arguments.Length: > 0 } made => !made.Arguments.Any(static a => a.Parameter?.Name == "kind"),
        IInvocationOperation { TargetMethod: { Name: "ToDateTime", ContainingType.Name: "DateOnly", Parameters.Length: 1 } } => true,
        _ => false,
    };
}
