using Jobs.Generators.Contracts;
using Jobs.Generators.Model;
using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Jobs.Analyzers.Evolution;

/// <summary>The edits that make a payload the next version of itself.</summary>
internal sealed class VersionEdit
{
    private readonly TypeDeclarationSyntax declaration;
    private readonly AttributeSyntax attribute;
    private readonly JobModel job;
    private readonly ContractJob old;

    private VersionEdit(TypeDeclarationSyntax declaration, AttributeSyntax attribute, JobModel job, ContractJob old)
    {
        this.declaration = declaration;
        this.attribute = attribute;
        this.job = job;
        this.old = old;
    }

    public int Next => job.Settings.Version + 1;

    public TextSpan Payload => declaration.Span;

    /// <returns>Null: the payload is not written in this document.</returns>
    public static async Task<VersionEdit?> OfAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        var file = document.Project.AdditionalDocuments.FirstOrDefault(static d => ContractFile.Is(d.FilePath ?? d.Name));
        if (root is null || model is null || file is null || KnownTypes.TryOf(model.Compilation) is not { } known)
        {
            return null;
        }

        var declaration = root.FindNode(diagnostic.Location.SourceSpan).AncestorsAndSelf().OfType<TypeDeclarationSyntax>().FirstOrDefault();
        if (declaration is null || model.GetDeclaredSymbol(declaration, cancellationToken) is not { } type
            || known.JobAttributesOf(type).FirstOrDefault()?.ApplicationSyntaxReference is not { } reference || reference.SyntaxTree != root.SyntaxTree
            || JobParser.Parse(type, known, report: null, cancellationToken) is not { } job)
        {
            return null;
        }

        var contracts = ContractReader.Read((await file.GetTextAsync(cancellationToken).ConfigureAwait(false)).ToString());
        return ContractHistory.Of(contracts, job.Settings.Name, job.Settings.Aliases)[job.Settings.Version] is { } old
            ? new VersionEdit(declaration, (AttributeSyntax)await reference.GetSyntaxAsync(cancellationToken).ConfigureAwait(false), job, old)
            : null;
    }

    public IEnumerable<TextChange> Changes(SourceText text)
    {
        yield return Version();
        if (PreviousHook() is { } previous)
        {
            yield return new TextChange(previous.ReturnType.Span, $"V{Next - 1}");
        }

        var newLine = text.ToString().Contains("\r\n") ? "\r\n" : "\n";
        var indent = text.Lines.GetLineFromPosition(declaration.SpanStart).ToString() is var line ? line.Substring(0, line.Length - line.TrimStart().Length) : "";
        var hook = $"{indent}    private static partial {declaration.Identifier.Text} Upgrade(V{Next - 1} old) => {Construct()};{newLine}";
        if (declaration.SemicolonToken.IsKind(SyntaxKind.SemicolonToken))
        {
            yield return new TextChange(declaration.SemicolonToken.Span, $"{newLine}{indent}{{{newLine}{hook}{indent}}}");
        }
        else
        {
            var close = text.Lines.GetLineFromPosition(declaration.CloseBraceToken.SpanStart).Start;
            var isEmpty = declaration.Members.Count == 0;
            yield return close > declaration.OpenBraceToken.SpanStart
                ? new TextChange(new TextSpan(close, 0), (isEmpty ? "" : newLine) + hook)
                : new TextChange(new TextSpan(declaration.CloseBraceToken.SpanStart, 0), $"{newLine}{hook}{indent}");
        }
    }

    private TextChange Version()
    {
        var arguments = attribute.ArgumentList!.Arguments;
        return arguments.FirstOrDefault(static a => a.NameEquals?.Name.Identifier.ValueText == nameof(JobSettings.Version)) is { } written
            ? new TextChange(written.Expression.Span, $"{Next}")
            : new TextChange(new TextSpan(arguments.Last(static a => a.NameEquals is null).Span.End, 0), $", Version = {Next}");
    }

    /// <summary>What made the current version now makes the one before the next.</summary>
    private MethodDeclarationSyntax? PreviousHook() => declaration.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(m =>
        m.Identifier.ValueText == "Upgrade" && m.ParameterList.Parameters is [{ Type: { } type }] && type.ToString() == $"V{Next - 2}");

    /// <summary>What is known of each member. One that has changed is taken over as it is, so that the compiler stops at it; a new one is left out,
    /// so that it takes its default or the compiler asks.</summary>
    private string Construct()
    {
        var before = old.Find(old.Type)!;
        var members = ((ObjectCodec)job.Codec).Members.Where(m => before.Entries.Any(e => e.Name == m.WireName)).ToList();
        var arguments = members.Where(static m => m.Parameter is not null).Select(m => $"{m.Parameter}: {Value(m, before)}");
        var initializers = members.Where(static m => m.InInitializer).Select(m => $"{m.Name} = {Value(m, before)}").ToList();
        return $"new({string.Join(", ", arguments)})" + (initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}");
    }

    private string Value(MemberModel member, ContractType before)
    {
        var entry = before.Entries.First(e => e.Name == member.WireName);
        var mayBeMissing = !entry.IsRequired && member.Missing == Missing.Default && member.Default != "default";
        return $"old.{member.Name}{(mayBeMissing ? $" ?? {DefaultOf(member)}" : "")}";
    }

    /// <summary>As it is written, where it is written here.</summary>
    private string DefaultOf(MemberModel member) =>
        declaration.ParameterList?.Parameters.FirstOrDefault(p => p.Identifier.Text == member.Parameter)?.Default?.Value.ToString() ?? member.Default;
}
