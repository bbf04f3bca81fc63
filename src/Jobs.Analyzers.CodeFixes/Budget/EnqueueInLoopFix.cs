using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Budget;

/// <summary>Gives all payloads to the bulk method, where the loop does nothing else.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class EnqueueInLoopFix() : NodeFix(Rule.EnqueueInLoop)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Enqueue all at once";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        marked.AncestorsAndSelf().OfType<ForEachStatementSyntax>().Take(1).Where(static loop => CallOf(loop)?.ArgumentList.Arguments is [{ NameColon: null }, ..]);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var loop = (ForEachStatementSyntax)node;
        var call = CallOf(loop)!;
        var payload = call.ArgumentList.Arguments[0];
        var made = payload.Expression is ImplicitObjectCreationExpressionSyntax bare
            ? SyntaxFactory.ParseExpression($"new {diagnostic.Properties[EnqueueInLoop.Payload]}{bare.ArgumentList}{bare.Initializer}")
            : payload.Expression;
        var item = loop.Identifier.ValueText;
        var all = made is IdentifierNameSyntax { Identifier.ValueText: var name } && name == item
            ? loop.Expression
            : SyntaxFactory.ParseExpression($"{loop.Expression.WithoutTrivia()}.Select({item} => {made.WithoutTrivia()})");
        var access = (MemberAccessExpressionSyntax)call.Expression;
        var bulk = call.WithExpression(access.WithName(SyntaxFactory.IdentifierName(diagnostic.Properties[EnqueueInLoop.Bulk]!)))
            .WithArgumentList(call.ArgumentList.WithArguments(call.ArgumentList.Arguments.Replace(payload, payload.WithExpression(all))));
        return SyntaxFactory.ExpressionStatement(Awaits.Of(bulk, SyntaxFactory.IdentifierName(""))).WithTriviaFrom(loop);
    }

    /// <summary>The only thing that the loop does.</summary>
    private static InvocationExpressionSyntax? CallOf(ForEachStatementSyntax loop)
    {
        var only = loop.Statement is BlockSyntax block ? block.Statements is [var one] ? one : null : loop.Statement;
        return only is ExpressionStatementSyntax { Expression: AwaitExpressionSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax } call } } ? call : null;
    }
}
