using System.Composition;
using Jobs.Generators.Parsing;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Jobs.Analyzers.Shape;

/// <summary>Marks the class <c>[JobHandler]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
internal sealed class HandlerIsNotMarkedFix() : NodeFix(Rule.HandlerIsNotMarked)
{
    protected override string TitleOf(Diagnostic diagnostic) => "Mark it [JobHandler]";

    protected override IEnumerable<SyntaxNode> NodesToChange(SyntaxNode marked) => marked.AncestorsAndSelf().OfType<ClassDeclarationSyntax>().Take(1);

    protected override SyntaxNode Change(SyntaxNode node, Diagnostic diagnostic, DocumentEditor editor)
    {
        var name = editor.Generator.DottedName(KnownTypes.JobHandlerAttributeName).WithAdditionalAnnotations(Simplifier.Annotation);
        return editor.Generator.AddAttributes(node, editor.Generator.Attribute(name));
    }
}
