using System.Reflection;
using System.Runtime.Loader;
using Jobs.Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Tests.Handlers;

/// <summary><c>AddHandlers()</c> as a program calls it, over assemblies compiled here.</summary>
public sealed class AddHandlersTests
{
    private const string Program = """
        Host.Start();

        static class Host
        {
            public static Jobs.JobHandlerTable Start()
            {
                var jobs = new Builder();
                jobs.AddHandlers();
                var table = new Jobs.JobHandlerTable();
                jobs.Register!(table);
                return table;
            }
        }

        sealed class Builder : Jobs.IJobsBuilder
        {
            public Action<Jobs.JobHandlerTable>? Register { get; set; }
        }
        """;

    [Fact]
    public void It_is_seen_in_a_program_with_no_using_of_its_own()
    {
        var program = Worker("App", Program, Handler("Own", "own"));

        Assert.Equal(["own"], Run(program));
    }

    [Fact]
    public void It_is_seen_beside_the_method_of_the_same_name_that_takes_a_table() =>
        GeneratorRun.Of(Compilations.Of("App", "using Jobs; class C { void M(IJobsBuilder jobs) => jobs.AddHandlers().AddHandlers(static table => { }); }").AddReferences(Compilations.Runtime));

    [Fact]
    public void It_is_seen_in_a_namespace_under_that_of_the_library() =>
        GeneratorRun.Of(Compilations.Of("App", "namespace Jobs.Samples; class C { void M(IJobsBuilder jobs) => jobs.AddHandlers(); }").AddReferences(Compilations.Runtime));

    [Fact]
    public void It_is_there_where_there_are_no_handlers() => Assert.Empty(Run(Worker("App", Program)));

    [Fact]
    public void It_is_not_there_without_the_runtime() => Assert.Empty(GeneratorRun.Of(Compilations.Of("Contracts", "[Jobs.Job(\"a\")] public partial record A;")).FileNames.Except(["A.Job.g.cs"]));

    [Fact]
    public void Handlers_of_referenced_assemblies_are_added_too()
    {
        var contracts = Library("Shop.Contracts", "[Jobs.Job(\"shared\")] public partial record Shared(int Id);");
        var handlers = Library("Shop.Handlers", [contracts], Handler("Theirs", "theirs"), HandlerOf("Shared"));
        var program = Worker("Shop.App", [contracts, handlers], Program, Handler("Own", "own"));

        Assert.Equal(["own", "shared", "theirs"], Run(program, contracts, handlers));
    }

    [Fact]
    public void Handlers_of_referenced_assemblies_are_added_where_there_are_none_here()
    {
        var handlers = Library("Shop.Handlers", Handler("Theirs", "theirs"));

        Assert.Equal(["theirs"], Run(Worker("Shop.App", [handlers], Program), handlers));
    }

    [Fact]
    public void Assemblies_whose_internals_are_visible_do_not_make_it_ambiguous()
    {
        const string Visible = "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"App.Tests\")]";
        const string Job = "[Jobs.Job(\"NAME\")] internal partial record NAME(List<string> Tags);";
        var app = Worker("App", Visible, "System.Console.WriteLine();", Handler("Own", "own"), Job.Replace("NAME", "A", StringComparison.Ordinal));
        var tests = Worker("App.Tests", [app], Program, Handler("Test", "test"), Job.Replace("NAME", "B", StringComparison.Ordinal));

        Assert.Equal(["own", "test"], Run(tests, app));
    }

    [Fact]
    public void The_registration_can_be_named_whatever_the_assembly_is_called()
    {
        foreach (var name in new[] { "event", "7zip", "my-app", "A.B_C", "Jobs" })
        {
            var handlers = Library(name, Handler("Theirs", "theirs"));
            Assert.Equal(["theirs"], Run(Worker(name + ".App", [handlers], Program), handlers));
        }
    }

    private static string Handler(string type, string job) => $$"""
        [Jobs.Job("{{job}}")] public partial record {{type}}(int Id);
        {{HandlerOf(type)}}
        """;

    private static string HandlerOf(string type) => $$"""
        [Jobs.JobHandler]
        internal sealed class {{type}}Handler : Jobs.IJobHandler<{{type}}>
        {
            public Task HandleAsync({{type}} job, Jobs.JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """;

    private static Compilation Library(string name, params string[] sources) => Library(name, [], sources);

    private static Compilation Library(string name, Compilation[] references, params string[] sources) =>
        GeneratorRun.Of(Compilations.Of(name, sources).AddReferences(references.Select(static r => r.ToMetadataReference()))).Output;

    private static Compilation Worker(string name, params string[] sources) => Worker(name, [], sources);

    private static Compilation Worker(string name, Compilation[] references, params string[] sources) =>
        GeneratorRun.Of(Compilations.Of(name, sources).AddReferences(Compilations.Runtime).AddReferences(references.Select(static r => r.ToMetadataReference())).AsProgram()).Output;

    /// <returns>The jobs that the program's <c>AddHandlers()</c> has found handlers for.</returns>
    private static IEnumerable<string> Run(Compilation program, params Compilation[] references)
    {
        var context = new AssemblyLoadContext("run", isCollectible: true);
        foreach (var reference in references.Append(((CompilationReference)Compilations.Runtime).Compilation))
        {
            Load(context, reference);
        }

        var start = Load(context, program).GetType("Host")!.GetMethod("Start", BindingFlags.Public | BindingFlags.Static)!;
        var table = (JobHandlerTable)start.Invoke(null, null)!;
        return table.Entries.Select(static e => e.Definition.Name).Order(StringComparer.Ordinal);
    }

    private static Assembly Load(AssemblyLoadContext context, Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        return context.LoadFromStream(image);
    }
}
