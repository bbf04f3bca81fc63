using Jobs.Generators.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Tests;

/// <summary>What an edit makes anew. That an edit elsewhere makes nothing anew is asserted in every <see cref="GeneratorRun"/>.</summary>
public sealed class CachingTests
{
    private static readonly string[] Sources =
    [
        """
        using Jobs;
        namespace Shop;
        [Job("send-email")]
        public sealed partial record SendEmail(string To, List<string> Tags);
        """,
        """
        using Jobs;
        namespace Shop;
        [Job("ship")]
        public sealed partial record Ship(int Id, List<string> Labels, List<Line> Lines);
        public sealed record Line(string Sku);
        """,
        """
        using Jobs;
        namespace Shop;
        [JobHandler]
        public sealed class MailHandler : IJobHandler<SendEmail>
        {
            public Task HandleAsync(SendEmail job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """,
        """
        using Jobs;
        namespace Shop;
        [Job<int>("count")]
        public sealed partial record Count(List<string> Names);
        """,
    ];

    [Fact]
    public void A_changed_member_makes_its_jobs_file_anew_and_no_other() =>
        Assert.Equal(["Shop_SendEmail.Job.g.cs"], Run().ChangedBy(Edit(0, "string To", "string? To")));

    [Fact]
    public void A_changed_setting_makes_its_jobs_file_anew_and_no_other() =>
        Assert.Equal(["Shop_Ship.Job.g.cs"], Run().ChangedBy(Edit(1, "[Job(\"ship\")]", "[Job(\"ship\", MaxAttempts = 3)]")));

    [Fact]
    public void A_changed_type_that_a_job_reaches_makes_its_codec_anew() =>
        Assert.Equal(["Shop_Line.Codec.g.cs"], Run().ChangedBy(Edit(1, "record Line(string Sku)", "record Line(string Sku, int Quantity)")).Except(["Shop_Ship.Job.g.cs"]));

    [Fact]
    public void A_changed_handler_makes_the_registration_anew_and_no_job() =>
        Assert.Equal(["Jobs.Handlers.g.cs"], Run().ChangedBy(Edit(2, "class MailHandler", "class MailHandler(IServiceProvider services)")));

    [Fact]
    public void A_changed_method_body_makes_nothing_anew() =>
        Assert.Empty(Run().ChangedBy(Edit(2, "Task.CompletedTask;", "Task.Delay(1, cancellationToken);")));

    [Fact]
    public void A_comment_before_a_job_makes_nothing_anew() =>
        Assert.Empty(Run().ChangedBy(Edit(0, "[Job", "// a comment\n\n[Job")));

    [Fact]
    public void A_new_job_leaves_the_others_as_they_are() =>
        Assert.Equal(
            ["Shop_Another.Job.g.cs"],
            Run().ChangedBy(static input => input.AddSyntaxTrees(Compilations.Tree("namespace Shop { [Jobs.Job(\"another\")] public partial record Another(List<string> Names); }", "New.cs"))));

    [Fact]
    public void A_removed_job_takes_its_files_with_it_and_leaves_other_jobs_as_they_are()
    {
        var changed = Run().ChangedBy(Edit(1, "[Job(\"ship\")]", ""));

        Assert.Contains("Shop_Ship.Job.g.cs", changed);
        Assert.Contains("Shop_Line.Codec.g.cs", changed);
        Assert.DoesNotContain("Shop_SendEmail.Job.g.cs", changed);
    }

    [Fact]
    public void A_line_in_the_contract_file_makes_the_files_of_its_job_anew_and_no_other()
    {
        var run = GeneratorRun.Of(Compilations.Of("Shop.Worker", [.. Sources, Versioned]), Contracts);

        Assert.Equal(
            ["Shop_Pay.Job.g.cs", "Shop_Pay.Upgrades.g.cs", "Shop_Pay_V1.Codec.g.cs"],
            run.ChangedByContracts(Contracts + "pay v1 member Shop.Pay Note string optional\n"));
    }

    [Fact]
    public void What_the_contract_file_says_of_jobs_without_upgrades_makes_nothing_anew()
    {
        var run = GeneratorRun.Of(Compilations.Of("Shop.Worker", [.. Sources, Versioned]), Contracts);

        Assert.Empty(run.ChangedByContracts("# a comment\nship v1 job Shop.Ship map\n" + Contracts));
    }

    [Fact]
    public void A_class_with_the_name_of_the_enqueue_methods_makes_the_file_of_its_job_anew_and_no_other() =>
        Assert.Equal(
            ["Shop_Ship.Job.g.cs"],
            Run().ChangedBy(static input => input.AddSyntaxTrees(Compilations.Tree("namespace Shop { public static class ShipEnqueueExtensions; }", "New.cs"))));

    private const string Versioned = """
        using Jobs;
        namespace Shop;
        [Job("pay", Version = 2)]
        public sealed partial record Pay(long Cents)
        {
            private static partial Pay Upgrade(V1 old) => new(old.Amount);
        }
        """;

    private const string Contracts = """
        pay v1 job Shop.Pay map
        pay v1 member Shop.Pay Amount int required

        """;

    private static GeneratorRun Run() => GeneratorRun.Of(Compilations.Of("Shop.Worker", Sources).AddReferences(Compilations.Runtime));

    private static Func<CSharpCompilation, CSharpCompilation> Edit(int source, string from, string to) => input =>
    {
        var tree = input.SyntaxTrees.Single(t => t.FilePath == $"Source{source}.cs");
        var text = tree.ToString();
        Assert.Contains(from, text, StringComparison.Ordinal);
        return input.ReplaceSyntaxTree(tree, Compilations.Tree(text.Replace(from, to, StringComparison.Ordinal), tree.FilePath));
    };
}
