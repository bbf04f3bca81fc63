using System.Text;
using Jobs.Generators.Contracts;
using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Jobs.Analyzers.Evolution;

/// <summary>Edits a project's <c>jobs.contracts.txt</c>, which is made where there is none.</summary>
internal static class ContractEditor
{
    /// <param name="project">Whose file it is.</param>
    /// <param name="places">The names of the payload types to write; a file that is not there is given all of the project.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static async Task<Solution> WriteAsync(Project project, IEnumerable<Location> places, CancellationToken cancellationToken)
    {
        var compilation = await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false);
        if (compilation is null || KnownTypes.TryOf(compilation) is not { } known)
        {
            return project.Solution;
        }

        var file = Find(project);
        var text = file is null ? null : await file.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var asked = new HashSet<(string?, TextSpan)>(places.Select(static p => (p.SourceTree?.FilePath, p.SourceSpan)));
        var jobs = Types(compilation.Assembly.GlobalNamespace)
            .Where(t => known.IsJob(t) && (file is null || t.Locations.Any(l => asked.Contains((l.SourceTree?.FilePath, l.SourceSpan)))))
            .Select(t => JobParser.Parse(t, known, report: null, cancellationToken)).Where(static j => j is not null).Select(static j => ContractBuilder.Build(j!));
        var written = Write(text?.ToString() ?? "", jobs);
        return file is not null
            ? project.Solution.WithAdditionalDocumentText(file.Id, SourceText.From(written, text!.Encoding ?? new UTF8Encoding(false)))
            : project.AddAdditionalDocument(ContractFile.FileName, SourceText.From(written, new UTF8Encoding(false)), filePath: PathFor(project)).Project.Solution;
    }

    /// <summary>What is there under an alias goes on under the job's name.</summary>
    private static string Write(string text, IEnumerable<ContractJob> jobs)
    {
        var file = ContractReader.Read(text);
        var written = new List<ContractJob>();
        foreach (var job in jobs)
        {
            var history = ContractHistory.Of(file, job.Name, job.Aliases);
            if (history.Name != job.Name)
            {
                text = ContractText.Without(text, history.Versions);
                written.AddRange(history.Versions.Where(v => v.Version != job.Version).Select(v => v with { Name = job.Name }));
            }

            written.Add(job);
        }

        return ContractText.With(text, written);
    }

    private static TextDocument? Find(Project project) => project.AdditionalDocuments.FirstOrDefault(static d => ContractFile.Is(d.FilePath ?? d.Name));

    private static string PathFor(Project project) => Path.Combine(Path.GetDirectoryName(project.FilePath ?? "") ?? "", ContractFile.FileName);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(static m => m is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(m));
}
