using System.Collections.Immutable;
using Jobs.Generators.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Jobs.Analyzers.Tests;

/// <summary>A <c>jobs.contracts.txt</c> in memory.</summary>
internal sealed class ContractsFile(string text) : AdditionalText
{
    private readonly SourceText source = SourceText.From(text);

    public override string Path => ContractFile.FileName;

    public static ImmutableArray<AdditionalText> Of(string? text) => text is null ? [] : [new ContractsFile(text)];

    public override SourceText GetText(CancellationToken cancellationToken = default) => source;
}
