using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Marks the method <c>[Idempotent]</c>. Why it is so, only its author can say.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class MarkIdempotentFix() : NodeFix(
    Rule.FreshKey, Rule.HttpRequestWithoutKey, Rule.MessageSentAgain, Rule.PaymentWithoutKey, Rule.InsertWithoutGuard, Rule.EntityAddedWithoutGuard,
    Rule.CounterChangedAgain, Rule.FileAppendedAgain, Rule.MessagePublishedWithoutId, Rule.JobEnqueuedWithoutId, Rule.EffectLostAfterCommit)
{
    public override bool IsGuess => true;

    protected override string TitleOf(Diagnostic diagnostic) => "Mark the method [Idempotent]";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => HandlerSyntax.MethodOf(marked) is { } method ? [method] : [];

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var name = editor.Generator.DottedName("Jobs.IdempotentAttribute").WithAdditionalAnnotations(Simplifier.Annotation);
        var why = editor.Generator.AttributeArgument(editor.Generator.LiteralExpression("Say why a second run does no harm"));
        return editor.Generator.AddAttributes((MethodDeclarationSyntax)node, editor.Generator.Attribute(name, [why]));
    }
}
