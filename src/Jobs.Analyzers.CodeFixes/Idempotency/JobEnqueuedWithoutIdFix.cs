using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Gives the job an id out of the key of the one that enqueues it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class JobEnqueuedWithoutIdFix() : NodeFix(Rule.JobEnqueuedWithoutId)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Pass an id out of context.IdempotencyKey";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name }, ArgumentList.Arguments: var arguments } call
        && name.Length > "Enqueue".Length && !name.EndsWith("Async", StringComparison.Ordinal) && HandlerSyntax.ContextOf(call) is not null
        && (arguments.Count == 1 || arguments is [_, { NameColon.Name.Identifier.ValueText: "cancellationToken" }])
        && arguments[0].Expression is not (CollectionExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax)
        && !call.Ancestors().TakeWhile(static a => a is not MethodDeclarationSyntax).Any(static a => a is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or AnonymousFunctionExpressionSyntax)
            ? [call.ArgumentList] : [];

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var call = (InvocationExpressionSyntax)editor.OriginalRoot.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        var name = StepNames.Of(((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.ValueText.Substring("Enqueue".Length));
        var options = HandlerSyntax.Expression($"new() {{ Id = JobId.From($\"{{{HandlerSyntax.ContextOf(call)}.IdempotencyKey}}/{name}\") }}").WithLeadingTrivia(SyntaxFactory.Space);
        var list = (ArgumentListSyntax)node;
        return list.WithArguments(list.Arguments.Insert(1, SyntaxFactory.Argument(options)));
    }
}
