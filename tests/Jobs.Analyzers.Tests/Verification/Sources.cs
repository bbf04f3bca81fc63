using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Analyzers.Tests;

/// <summary>Compilations as a user of the library has them.</summary>
internal static class Sources
{
    /// <summary>What every file of a test begins with, on one line, so that the rest reads as written.</summary>
    public const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; "
        + "global using System.Threading; global using System.Threading.Tasks; global using Jobs; global using MessagePack;\n";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    /// <summary>The runtime, MessagePack and the library; not the analyzers, which have the library's limits compiled in.</summary>
    public static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("MessagePack", StringComparison.Ordinal)
                    || name is "netstandard.dll" or "Jobs.Abstractions.dll" or "Microsoft.Extensions.DependencyInjection.Abstractions.dll"))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public static CSharpCompilation Compile(IEnumerable<string> files, IEnumerable<MetadataReference> references, string assembly = "Shop", LanguageVersion language = LanguageVersion.Preview) =>
        CSharpCompilation.Create(
            assembly,
            files.Prepend(Usings).Select((file, i) => CSharpSyntaxTree.ParseText(file, Options.WithLanguageVersion(language), path: $"File{i}.cs")),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    public static CSharpCompilation Compile(params string[] files) => Compile(files, References);

    /// <summary>With what the generator writes for it.</summary>
    /// <param name="compilation">The sources.</param>
    /// <param name="contracts">The text of <c>jobs.contracts.txt</c>; null: there is none.</param>
    /// <param name="other">Another generator that runs beside ours; null: none.</param>
    public static Compilation WithGenerated(this CSharpCompilation compilation, string? contracts = null, IIncrementalGenerator? other = null)
    {
        var generators = other is null ? [new Generators.JobGenerator().AsSourceGenerator()] : new[] { other.AsSourceGenerator(), new Generators.JobGenerator().AsSourceGenerator() };
        var driver = CSharpGeneratorDriver.Create(generators, ContractsFile.Of(contracts), parseOptions: Options.WithLanguageVersion(compilation.LanguageVersion));
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var generated, out var reported, TestContext.Current.CancellationToken);
        Assert.Empty(reported);
        return generated;
    }

    /// <summary>As a package has it.</summary>
    public static MetadataReference ToImage(this Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
