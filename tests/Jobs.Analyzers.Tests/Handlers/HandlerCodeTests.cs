using Jobs.Analyzers.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Analyzers.Tests.Handlers;

/// <summary>Classes that .editorconfig names are read as handlers.</summary>
public class HandlerCodeTests
{
    [Theory]
    [InlineData("Billing", true)]
    [InlineData("Other, Billing", true)]
    [InlineData("*ing", true)]
    [InlineData("B*ll*g", true)]
    [InlineData("*", true)]
    [InlineData("Bill", false)]
    [InlineData("*Billing?", false)]
    [InlineData("Billing*Billing", false)]
    [InlineData("", false)]
    public async Task A_class_that_the_option_names_is_a_handler(string names, bool isHandler)
    {
        var compilation = Sources.Compile("public class Billing { public void Wait() => Thread.Sleep(5); }");
        var found = await compilation.WithAnalyzers(Library.Analyzers, new AnalyzerOptions([], new Options(names))).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(isHandler ? [Rule.BlockingSleep.Id] : [], found.Select(static d => d.Id));
    }

    private sealed class Options(string names) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Named("");

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Named(names);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Named(string names) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = key == HandlerCode.Option ? names : null;
            return value is not null;
        }
    }
}
