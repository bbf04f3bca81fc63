using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Tests.Support;

/// <summary>Compilations as a user's project has them: nullable, implicit usings, the library and MessagePack referenced.</summary>
internal static class Compilations
{
    public static readonly CSharpParseOptions Parse = new(LanguageVersion.Preview, DocumentationMode.Diagnose);

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>What the runtime has for generated code, so that these tests do without the runtime.</summary>
    private const string BuilderSource = """
        namespace Jobs
        {
            public interface IJobsBuilder
            {
                System.Action<JobHandlerTable>? Register { get; set; }
            }

            public static class JobsBuilderExtensions
            {
                public static IJobsBuilder AddHandlers(this IJobsBuilder jobs, System.Action<JobHandlerTable> register)
                {
                    jobs.Register = register;
                    return jobs;
                }
            }
        }
        """;

    private static readonly MetadataReference[] References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static p => !Path.GetFileName(p).StartsWith("Jobs.Generators", StringComparison.Ordinal))
        .Select(static p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToArray();

    public static readonly MetadataReference Runtime = Of("Jobs.Runtime", BuilderSource).ToMetadataReference();

    public static CSharpCompilation Of(string assembly, params string[] sources) => CSharpCompilation.Create(
        assembly,
        sources.Select(static (s, i) => Tree(s, $"Source{i}.cs")).Prepend(Tree(ImplicitUsings, "Usings.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));

    public static SyntaxTree Tree(string source, string path) => CSharpSyntaxTree.ParseText(source, Parse, path);

    /// <summary>As <c>OutputType</c> <c>Exe</c>: with top-level statements.</summary>
    public static CSharpCompilation AsProgram(this CSharpCompilation compilation) => compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
}
