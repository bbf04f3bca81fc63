using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Analyzers.Tests.Frame;

/// <summary>An editor analyzes code that is being typed: no analyzer may throw, whatever is missing, and where the compiler has nothing to
/// say about the code it has nothing to say about the generated half.</summary>
public class BrokenCodeTests
{
    private const string Source =
        """
        using System; using System.Collections.Generic; using System.Threading; using System.Threading.Tasks; using Jobs; using MessagePack;
        [Job<Uri>("a", Queue = "low", MaxAttempts = 3, Retry = "1m", Aliases = ["old", "older"])]
        public partial record A([property: Key(0)] List<Part?> Parts, [property: Key(1)] (int X, string Y) Pair = default);
        [Union(0, typeof(Text))] public abstract class Part { public required int Id { get; init; } }
        public class Text(string body) : Part { public string Body { get; } = body; }
        [Job("b")] public partial struct B { public Dictionary<string, B[]> Next; }
        [JobHandler, RetryOn<TimeoutException>("1m", MaxAttempts = 2)]
        public class H(TimeProvider time) : IJobHandler<A, Uri>, IJobHandler<B>
        {
            public Task<Uri> HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => throw new Exception($"{time}");
            public Task HandleAsync(B job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;

    [Fact]
    public Task The_source_is_fine_as_long_as_it_is_whole() => Verify.IsSilentAsync(Source);

    [Fact]
    public async Task Nothing_throws_when_a_token_is_missing()
    {
        var tokens = Tokens();
        foreach (var missing in tokens)
        {
            await AssertHeldAsync(Source.Remove(missing.SpanStart, missing.Span.Length));
        }
    }

    [Fact]
    public async Task Nothing_throws_when_the_end_is_missing()
    {
        foreach (var end in Tokens().Where(static (_, i) => i % 3 == 0))
        {
            await AssertHeldAsync(Source[..end.SpanStart]);
        }
    }

    [Fact]
    public async Task Nothing_throws_when_a_token_is_another_one()
    {
        var tokens = Tokens();
        for (var i = 0; i < tokens.Count; i += 2)
        {
            var other = tokens[i * 7 % tokens.Count].Text;
            await AssertHeldAsync(new StringBuilder(Source).Remove(tokens[i].SpanStart, tokens[i].Span.Length).Insert(tokens[i].SpanStart, other).ToString());
        }
    }

    private static List<SyntaxToken> Tokens() =>
        [.. CSharpSyntaxTree.ParseText(Source, cancellationToken: TestContext.Current.CancellationToken).GetRoot(TestContext.Current.CancellationToken).DescendantTokens()];

    private static async Task AssertHeldAsync(string source)
    {
        var compilation = Sources.Compile(source);
        Assert.DoesNotContain(await Library.AnalyzeAsync(compilation), static d => d.Id == "AD0001");
        var generated = compilation.WithGenerated(); // fails where the generator throws
        if (!HasErrors(compilation))
        {
            Assert.False(HasErrors(generated), $"The compiler takes this, and not what is generated for it:\n{source}");
        }
    }

    private static bool HasErrors(Compilation compilation) =>
        compilation.GetDiagnostics(TestContext.Current.CancellationToken).Any(static d => d.Severity == DiagnosticSeverity.Error);
}
