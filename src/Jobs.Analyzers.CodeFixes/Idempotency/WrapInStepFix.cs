using System.Composition;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Does a call in a step of its own, where nothing asks for what it returns.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class WrapInStepFix() : NodeFix(
    Rule.HttpRequestWithoutKey, Rule.MessageSentAgain, Rule.PaymentWithoutKey, Rule.InsertWithoutGuard, Rule.CounterChangedAgain, Rule.FileAppendedAgain,
    Rule.MessagePublishedWithoutId, Rule.JobEnqueuedWithoutId)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Do it in a step: context.OnceAsync";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) =>
        CallOf(marked) is { } call && HandlerSyntax.ContextOf(call) is not null && HandlerSyntax.IsInMethodItself(call) && IsOnItsOwn(call)
        && !call.Ancestors().TakeWhile(static a => a is not MethodDeclarationSyntax).Any(IsLoop)
            ? [call] : [];

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var original = CallOf(editor.OriginalRoot.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true))!;
        var (context, token, step) = (HandlerSyntax.ContextOf(original), HandlerSyntax.TokenOf(original), StepNames.Of(NameOf(original)));
        var call = node.WithoutTrivia().ToFullString();
        var action = original.Parent is ExpressionStatementSyntax ? $"_ => {{ {call}; return Task.CompletedTask; }}"
            : IsPlainTask(editor.SemanticModel.GetTypeInfo(original).Type) ? $"_ => {call}"
            : $"async _ => {{ await {call}; }}";
        var wait = original.Parent is ExpressionStatementSyntax ? "await " : "";
        return HandlerSyntax.Expression($"{wait}{context}.OnceAsync(\"{step}\", {action}, {token})").WithTriviaFrom(node);
    }

    /// <summary>The call that is marked, or that has what is marked as an argument.</summary>
    private static InvocationExpressionSyntax? CallOf(SyntaxNode marked) =>
        marked.AncestorsAndSelf().TakeWhile(static a => a is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax).OfType<InvocationExpressionSyntax>().FirstOrDefault();

    /// <summary>A statement, awaited or not, or all that the method returns.</summary>
    private static bool IsOnItsOwn(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax { Parent: ExpressionStatementSyntax or ArrowExpressionClauseSyntax } => true,
        ExpressionStatementSyntax => IsAsync(call),
        ArrowExpressionClauseSyntax or ReturnStatementSyntax => !IsAsync(call) && HandlerSyntax.MethodOf(call)?.ReturnType is IdentifierNameSyntax { Identifier.ValueText: "Task" },
        _ => false,
    };

    private static bool IsAsync(SyntaxNode node) => HandlerSyntax.MethodOf(node)?.Modifiers.Any(static m => m.ValueText == "async") == true;

    /// <summary>Each round would need a name of its own.</summary>
    private static bool IsLoop(SyntaxNode node) => node is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    private static bool IsPlainTask(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Task", Arity: 0 };

    private static string NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "step",
    };
}
