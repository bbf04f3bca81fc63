using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Analyzers;

/// <summary>Puts <c>await</c> before an expression, in parentheses where something is asked of the outcome.</summary>
internal static class Awaits
{
    /// <param name="expression">What is to be awaited.</param>
    /// <param name="place">The expression in whose place it goes.</param>
    public static ExpressionSyntax Of(ExpressionSyntax expression, ExpressionSyntax place)
    {
        ExpressionSyntax awaited = SyntaxFactory.AwaitExpression(
            SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), expression.WithoutTrivia());
        var isAsked = place.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax
            or PostfixUnaryExpressionSyntax;
        return (isAsked ? SyntaxFactory.ParenthesizedExpression(awaited) : awaited).WithTriviaFrom(place);
    }
}
