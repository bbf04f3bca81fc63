using Jobs.Generators.Tests.Support;

namespace Jobs.Generators.Tests.Handlers;

/// <summary>The types that handlers' steps return.</summary>
public sealed class StepResultTests
{
    private const string File = "Jobs.Handlers.g.cs";

    [Theory]
    [InlineData("int", "7", "global::System.Int32", false)]
    [InlineData("string?", "\"a\"", "string", false)]
    [InlineData("Receipt", "new Receipt(1)", "global::Shop.Receipt", true)]
    [InlineData("List<Receipt?>", "new List<Receipt?>()", "global::System.Collections.Generic.List<global::Shop.Receipt>", true)]
    [InlineData("Guid?", "default(Guid?)", "global::System.Guid?", false)]
    public void A_step_has_its_type_registered(string type, string value, string name, bool hasCodec)
    {
        var run = GeneratorRun.Of(Handler($"await context.OnceAsync<{type}>(\"step\", _ => Task.FromResult<{type}>({value}), cancellationToken);"));

        Assert.Contains($"table.AddStepResult<{name.Replace("global::System.Int32", "int", StringComparison.Ordinal)}>(", run[File], StringComparison.Ordinal);
        Assert.Equal(hasCodec, run.FileNames.Contains("Shop_Receipt.Codec.g.cs"));
    }

    [Fact]
    public void A_type_is_registered_once_however_many_steps_return_it()
    {
        var run = GeneratorRun.Of(Handler(
            """
            await context.OnceAsync("one", _ => Task.FromResult(1), cancellationToken);
            await context.OnceAsync("two", _ => Task.FromResult(2), cancellationToken);
            await context.OnceAsync("three", _ => Task.CompletedTask, cancellationToken);
            """));

        Assert.Equal(2, run[File].Split("AddStepResult").Length);
    }

    [Fact]
    public void A_step_outside_of_handlers_is_registered_too()
    {
        var run = GeneratorRun.Of(
            """
            using Jobs;
            namespace Shop;
            public static class Charging
            {
                public static Task<int> ChargeAsync(this JobContext context, CancellationToken ct) => context.OnceAsync("charge", _ => Task.FromResult(7), ct);
            }
            """);

        Assert.Contains("table.AddStepResult<int>(", run[File], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Stream", "Stream.Null")]
    [InlineData("object", "1")]
    public void A_type_without_a_wire_form_is_left_out(string type, string value) =>
        Assert.DoesNotContain("AddStepResult", GeneratorRun.Of(Handler($"await context.OnceAsync<{type}>(\"step\", _ => Task.FromResult<{type}>({value}), cancellationToken);"))[File], StringComparison.Ordinal);

    [Theory]
    [InlineData("new { A = 1 }")]
    [InlineData("new List<object>().Select(static _ => new { A = 1 }).ToArray()")]
    [InlineData("(1, new { A = 1 })")]
    [InlineData("new Inner(1)")]
    [InlineData("new Boxed<Inner>(new Inner(1))")]
    [InlineData("new Local(1)")]
    public void A_type_that_has_no_name_for_generated_code_is_left_out(string value) =>
        Assert.DoesNotContain("AddStepResult", GeneratorRun.OfInvalid(
            Handler($"await context.OnceAsync(\"step\", _ => Task.FromResult({value}), cancellationToken); }} private sealed record Inner(int A); private sealed record Boxed<T>(T A);  private void Other() {{").Replace("public sealed record Receipt", "file sealed record Local(int A); public sealed record Receipt", StringComparison.Ordinal))[File], StringComparison.Ordinal);

    [Fact]
    public void Another_method_of_that_name_is_no_step() => Assert.Empty(GeneratorRun.Of(
        """
        public class Other { public Task<int> OnceAsync(string step, Func<int> action) => Task.FromResult(action()); public Task<int> Run() => this.OnceAsync("a", () => 1); }
        """).FileNames);

    [Fact]
    public void A_changed_step_makes_the_registration_anew_only_if_its_type_is_another()
    {
        var run = GeneratorRun.Of(Handler("await context.OnceAsync(\"step\", _ => Task.FromResult(1), cancellationToken);"));

        Assert.Empty(run.ChangedBy(Edit("Task.FromResult(1)", "Task.FromResult(1 + 1)")));
        Assert.Equal([File], run.ChangedBy(Edit("Task.FromResult(1)", "Task.FromResult(1L)")));
    }

    private static Func<Microsoft.CodeAnalysis.CSharp.CSharpCompilation, Microsoft.CodeAnalysis.CSharp.CSharpCompilation> Edit(string from, string to) => input =>
    {
        var tree = input.SyntaxTrees.Single(t => t.ToString().Contains(from, StringComparison.Ordinal));
        return input.ReplaceSyntaxTree(tree, Compilations.Tree(tree.ToString().Replace(from, to, StringComparison.Ordinal), tree.FilePath));
    };

    private static string Handler(string body) =>
        $$"""
        using Jobs;
        namespace Shop;
        [Job("charge")] public sealed partial record Charge(int Id);
        public sealed record Receipt(int Id);
        [JobHandler]
        public sealed class ChargeHandler : IJobHandler<Charge>
        {
            public async Task HandleAsync(Charge job, JobContext context, CancellationToken cancellationToken)
            {
                {{body}}
            }
        }
        """;
}
