using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Analyzers.Tests.Shape;

public class LanguageIsTooOldTests
{
    private const string Jobs =
        """
        [Job("mail")] public partial record Mail(string To, List<int> Numbers);
        [Job("other")] public record Other;
        [JobHandler] public class MailHandler : IJobHandler<Mail> { public Task HandleAsync(Mail job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask; }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    [InlineData(LanguageVersion.CSharp12, "12.0")]
    public async Task An_older_language_is_one_error_at_the_first_job_and_nothing_is_generated(LanguageVersion language, string name)
    {
        var compilation = Sources.Compile([Jobs], Sources.References, language: language);
        var generated = compilation.WithGenerated();

        var found = Assert.Single(await Library.AnalyzeAsync(generated));

        Assert.Equal(Rule.LanguageIsTooOld, found.Descriptor);
        Assert.Contains($"C# {name}", found.GetMessage(), StringComparison.Ordinal);
        Assert.Equal("Mail", found.Location.SourceTree!.ToString().Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length));
        Assert.Equal(compilation.SyntaxTrees.Length, generated.SyntaxTrees.Count());
    }

    [Fact]
    public async Task An_older_language_without_jobs_is_nobodys_business() =>
        Assert.Empty(await Library.AnalyzeAsync(Sources.Compile(["public class Nothing;"], Sources.References, language: LanguageVersion.CSharp12)));

    [Fact]
    public async Task What_is_generated_compiles_with_the_language_that_is_asked_for()
    {
        var generated = Sources.Compile([Jobs.Replace("public record Other", "public partial record Other", StringComparison.Ordinal)], Sources.References, language: LanguageVersion.CSharp13).WithGenerated();

        Assert.Empty(await Library.AnalyzeAsync(generated));
        Assert.Empty(generated.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
    }
}
