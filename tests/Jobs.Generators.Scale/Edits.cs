using Jobs.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Scale;

/// <summary>One way to change an application, and what may be generated anew for it.</summary>
/// <param name="Change">Another change each time it is asked for.</param>
internal sealed record Edit(string Name, string[] MayChange, Func<CSharpCompilation, int, CSharpCompilation> Change)
{
    private const string Added = "namespace Shop.Area7; [Jobs.Job(\"added\")] public sealed partial record Added(int Id, List<string> Names);";

    /// <param name="jobs">How many there are.</param>
    public static Edit[] All(int jobs)
    {
        var (middle, file) = (jobs / 2, $"Shop_Area{jobs / 2 % 50}_Ship{jobs / 2}.Job.g.cs");
        return
        [
            new("a method body elsewhere", [], Replace(Application.OtherPath(middle), "n % 2", "n % 2{0}")),
            new("a member elsewhere", [], Replace(Application.OtherPath(middle), "public string Name", "public int Added{0} => 1; public string Name")),
            new("a handler's body", [], Replace(Application.HandlerPath(middle), "GC.KeepAlive", "_ = {0}; GC.KeepAlive")),
            new("a job's member", [file], Replace(Application.JobPath(middle), "string? Note", "string? Note{0}")),
            new("a job's setting", [file], Replace(Application.JobPath(middle), "MaxAttempts = 5", "MaxAttempts = 5{0}")),
            new("a handler's constructor", ["Jobs.Handlers.g.cs"], Replace(Application.HandlerPath(middle), "IServiceProvider services", "IServiceProvider services, string? added{0} = null")),
            new("a job added", ["Shop_Area7_Added.Job.g.cs", "ListOfString_497DDD3F.Codec.g.cs"], (input, run) => input.AddSyntaxTrees(Compilations.Tree(Added.Replace("Names", $"Names{run}", StringComparison.Ordinal), "Added.cs"))),
            new("a job removed", ["Jobs.Handlers.g.cs"], Replace(Application.JobPath(middle), "[Job(", "[Obsolete] // {0} [Job(")),
        ];
    }

    private static Func<CSharpCompilation, int, CSharpCompilation> Replace(string path, string from, string to) => (input, run) =>
    {
        var tree = input.SyntaxTrees.Single(t => t.FilePath == path);
        var text = tree.ToString().Replace(from, string.Format(null, to, run + 1), StringComparison.Ordinal);
        return input.ReplaceSyntaxTree(tree, Compilations.Tree(text, path));
    };
}
