using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Analyzers.Idempotency;

/// <summary>What a method of a handler calls its context and its token.</summary>
internal static class HandlerSyntax
{
    public static MethodDeclarationSyntax? MethodOf(SyntaxNode node) => node.FirstAncestorOrSelf<MethodDeclarationSyntax>();

    /// <returns>Null: the method is given no context.</returns>
    public static string? ContextOf(SyntaxNode node) => ParameterOf(node, "JobContext");

    public static string TokenOf(SyntaxNode node) => ParameterOf(node, "CancellationToken") ?? "CancellationToken.None";

    /// <summary>Code in a lambda or a local function runs when somebody else says so.</summary>
    public static bool IsInMethodItself(SyntaxNode node) => node.Ancestors().TakeWhile(static a => a is not MethodDeclarationSyntax)
        .All(static a => a is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));

    public static ExpressionSyntax Expression(string text) => SyntaxFactory.ParseExpression(text);

    private static string? ParameterOf(SyntaxNode node, string type) =>
        MethodOf(node)?.ParameterList.Parameters.FirstOrDefault(p => p.Type is SimpleNameSyntax { Identifier.ValueText: var name } && name == type
            || p.Type is QualifiedNameSyntax { Right.Identifier.ValueText: var right } && right == type)?.Identifier.Text;
}
