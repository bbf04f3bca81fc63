using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Jobs.Generators.Tests.Support;

/// <summary>A <c>jobs.contracts.txt</c> in memory.</summary>
internal sealed class ContractsFile(string text) : AdditionalText
{
    private readonly SourceText source = SourceText.From(text);

    public override string Path => "/shop/jobs.contracts.txt";

    public static AdditionalText[] Of(string? text) => text is null ? [] : [new ContractsFile(text)];

    public override SourceText GetText(CancellationToken cancellationToken = default) => source;
}
