using System.Collections.Immutable;
using System.Reflection;
using Jobs.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Jobs.Generators.Scale;

/// <summary>Measures with the compiler in this process, where its parts can be told apart.</summary>
internal sealed class InProcess(int jobs, int runs)
{
    private readonly CSharpCompilation application = Compilations.Of("Shop")
        .AddReferences(Compilations.Runtime)
        .AddSyntaxTrees(Application.Sources(jobs).Select(static s => Compilations.Tree(s.Text, s.Path)));

    public void Compile()
    {
        Show("compile, without", Cost.Of(runs, _ => Fresh(), Emit));
        Show("generate", Cost.Of(runs, _ => Fresh(), static input => Driver().RunGenerators(input)));
        Show("compile what was generated too", Cost.Of(runs, _ => Generated(), Emit));
        var analyzers = Assembly.Load("Jobs.Analyzers").GetTypes()
            .Where(static t => t.IsDefined(typeof(DiagnosticAnalyzerAttribute), inherit: false))
            .Select(static t => (DiagnosticAnalyzer)Activator.CreateInstance(t, nonPublic: true)!)
            .ToImmutableArray();
        Show($"analyze, {analyzers.Length} analyzers", Cost.Of(runs, _ => Bound(), input => input.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()));
        var files = Driver().RunGenerators(application).GetRunResult().Results.Single().GeneratedSources;
        Console.WriteLine($"{files.Length:n0} files of {files.Sum(static f => f.SourceText.Length) / 1e6:n1} million characters are generated");
    }

    /// <returns>Whether each edit made anew what it may and nothing else.</returns>
    public bool Edits()
    {
        var good = true;
        var before = Driver().RunGenerators(application);
        var tracking = Driver(track: true).RunGenerators(application);
        foreach (var edit in Edit.All(jobs))
        {
            var cost = Cost.Of(runs, run => edit.Change(application, run), input => before.RunGenerators(input));
            var result = tracking.RunGenerators(edit.Change(application, 0)).GetRunResult().Results.Single();
            var anew = result.TrackedOutputSteps.SelectMany(static s => s.Value).SelectMany(static s => s.Outputs)
                .Count(static o => o.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New);
            var changed = Changed(before.GetRunResult().Results.Single(), result);
            var more = changed.Except(edit.MayChange).ToList();
            good &= more.Count == 0;
            Show(edit.Name, cost, $"{anew} emitted" + (more.Count == 0 ? "" : $", UNASKED: {string.Join(", ", more.Take(5))} of {more.Count}"));
        }

        return good;
    }

    private static List<string> Changed(GeneratorRunResult before, GeneratorRunResult after)
    {
        var old = before.GeneratedSources.ToDictionary(static f => f.HintName, static f => f.SourceText);
        return [.. after.GeneratedSources.Where(f => !old.TryGetValue(f.HintName, out var text) || !text.ContentEquals(f.SourceText)).Select(static f => f.HintName)];
    }

    private static GeneratorDriver Driver(bool track = false) => CSharpGeneratorDriver.Create(
        [new JobGenerator().AsSourceGenerator()], parseOptions: Compilations.Parse, driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, track));

    /// <summary>Parsed, and nothing known about it yet.</summary>
    private CSharpCompilation Fresh() => application.RemoveAllSyntaxTrees().AddSyntaxTrees(application.SyntaxTrees);

    private Compilation Generated()
    {
        Driver().RunGeneratorsAndUpdateCompilation(Fresh(), out var output, out _);
        return output.RemoveAllSyntaxTrees().AddSyntaxTrees(output.SyntaxTrees);
    }

    /// <summary>As the compiler has it when the analyzers' turn comes.</summary>
    private Compilation Bound()
    {
        var output = Generated();
        output.GetDiagnostics();
        return output;
    }

    private static void Emit(Compilation input)
    {
        var result = input.Emit(Stream.Null);
        if (!result.Success)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error).Take(5)));
        }
    }

    private static void Show(string what, Cost cost, string? more = null) => Console.WriteLine($"{what,-32} {cost}  {more}");
}
