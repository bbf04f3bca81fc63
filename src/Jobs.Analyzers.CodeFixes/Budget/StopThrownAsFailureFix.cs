using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Jobs.Analyzers.Budget;

/// <summary>Throws the cancellation of the soft stop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class StopThrownAsFailureFix() : NodeFix(Rule.StopThrownAsFailure)
{
    protected override string TitleOf(Diagnostic diagnostic) => $"Throw the cancellation of '{diagnostic.Properties[StopThrownAsFailure.Token]}'";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<BaseObjectCreationExpressionSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor) =>
        editor.Generator.ObjectCreationExpression(
            editor.Generator.DottedName("System.OperationCanceledException").WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.ParseExpression(diagnostic.Properties[StopThrownAsFailure.Token]!)).WithTriviaFrom(node);
}
