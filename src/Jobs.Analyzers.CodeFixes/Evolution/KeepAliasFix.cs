using System.Composition;
using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace Jobs.Analyzers.Evolution;

/// <summary>Keeps a job's earlier name among its aliases.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class KeepAliasFix() : NodeFix(Rule.StoredNameIsGone)
{
    protected override string TitleOf(Diagnostic diagnostic) => $"Keep '{diagnostic.Properties[ContractReport.Was]}' as an alias";

    /// <summary>A name without a job is underlined in the contract file, where there is nothing to change.</summary>
    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<AttributeSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var attribute = (AttributeSyntax)node;
        var alias = SyntaxFactory.Literal(diagnostic.Properties[ContractReport.Was]!).Text;
        var arguments = attribute.ArgumentList!.Arguments;
        var written = arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == nameof(JobSettings.Aliases));
        if (written is null)
        {
            var added = SyntaxFactory.AttributeArgument(SyntaxFactory.ParseExpression($"[{alias}]"))
                .WithNameEquals(SyntaxFactory.NameEquals(SyntaxFactory.IdentifierName(nameof(JobSettings.Aliases)).WithTrailingTrivia(SyntaxFactory.Space))
                    .WithEqualsToken(SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space)));
            return attribute.AddArgumentListArguments(added.WithLeadingTrivia(arguments.Count > 0 ? SyntaxFactory.Space : SyntaxFactory.ElasticMarker));
        }

        var text = written.Expression.ToString();
        var close = text.LastIndexOfAny([']', '}']);
        var inside = close < 0 ? "" : text.Substring(0, close).TrimEnd();
        var separator = inside.EndsWith("[", StringComparison.Ordinal) || inside.EndsWith("{", StringComparison.Ordinal) ? "" : ", ";
        return close < 0 ? attribute : attribute.ReplaceNode(written.Expression, SyntaxFactory.ParseExpression($"{inside}{separator}{alias}{text.Substring(close)}"));
    }
}
