using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Parsing;

/// <summary>The types of the library in one compilation.</summary>
internal sealed class KnownTypes
{
    public const string JobAttributeName = "Jobs.JobAttribute";
    public const string JobOfResultAttributeName = "Jobs.JobAttribute`1";
    public const string JobHandlerAttributeName = "Jobs.JobHandlerAttribute";
    public const string BuilderName = "Jobs.IJobsBuilder";
    public const string RegistrationAttributeName = "Jobs.JobHandlersRegistrationAttribute";

    private readonly INamedTypeSymbol job;
    private readonly INamedTypeSymbol jobOfResult;
    private readonly INamedTypeSymbol jobHandler;
    private readonly INamedTypeSymbol handler;
    private readonly INamedTypeSymbol handlerOfResult;

    private KnownTypes(
        Compilation compilation, INamedTypeSymbol job, INamedTypeSymbol jobOfResult, INamedTypeSymbol jobHandler, INamedTypeSymbol handler, INamedTypeSymbol handlerOfResult)
    {
        Compilation = compilation;
        this.job = job;
        this.jobOfResult = jobOfResult;
        this.jobHandler = jobHandler;
        this.handler = handler;
        this.handlerOfResult = handlerOfResult;
    }

    public Compilation Compilation { get; }

    /// <summary>The name of the assembly that every assembly with jobs references.</summary>
    public string Library => job.ContainingAssembly.Name;

    /// <summary>Looked up once per compilation: the generator asks for every job of it, at each keystroke.</summary>
    private static readonly ConditionalWeakTable<Compilation, Found> ByCompilation = new();

    /// <returns>Null: the library is not referenced, or C# is older than <see cref="HasLanguage"/> asks for; then one rule says so.</returns>
    public static KnownTypes? TryOf(Compilation compilation) => ByCompilation.GetValue(compilation, static c => new Found(HasLanguage(c) ? Find(c) : null)).Types;

    /// <summary>Whether generated code compiles: its readers are ref structs that are awaited across and passed as type arguments, which is C# 13.</summary>
    public static bool HasLanguage(Compilation compilation) => compilation is CSharpCompilation { LanguageVersion: >= LanguageVersion.CSharp13 };

    /// <summary>The same whatever the language.</summary>
    public static KnownTypes? Find(Compilation compilation) =>
        compilation.GetTypeByMetadataName(JobAttributeName) is { } job
        && compilation.GetTypeByMetadataName(JobOfResultAttributeName) is { } jobOfResult
        && compilation.GetTypeByMetadataName(JobHandlerAttributeName) is { } jobHandler
        && compilation.GetTypeByMetadataName("Jobs.IJobHandler`1") is { } handler
        && compilation.GetTypeByMetadataName("Jobs.IJobHandler`2") is { } handlerOfResult
            ? new KnownTypes(compilation, job, jobOfResult, jobHandler, handler, handlerOfResult)
            : null;

    /// <summary>Whether the type is marked <c>[Job]</c> or <c>[Job&lt;TResult&gt;]</c>.</summary>
    public bool IsJob(ISymbol type) => JobAttributesOf(type).Any();

    /// <summary>Whether the type is marked <c>[JobHandler]</c>.</summary>
    public bool IsJobHandler(ISymbol type) => type.GetAttributes().Any(a => Same(a.AttributeClass, jobHandler));

    public IEnumerable<AttributeData> JobAttributesOf(ISymbol type) =>
        type.GetAttributes().Where(a => Same(a.AttributeClass, job) || Same(a.AttributeClass?.OriginalDefinition, jobOfResult));

    /// <summary>The job's name as written; null where the type is no job or its attribute is broken.</summary>
    public string? JobNameOf(ISymbol type) =>
        JobAttributesOf(type).FirstOrDefault()?.ConstructorArguments is { Length: 1 } arguments ? arguments[0].Value as string : null;

    /// <summary>The type of the job's result.</summary>
    public ITypeSymbol? ResultOf(ISymbol type) => JobAttributesOf(type).FirstOrDefault()?.AttributeClass?.TypeArguments.FirstOrDefault();

    /// <summary>The <c>IJobHandler&lt;…&gt;</c> interfaces that a class implements.</summary>
    public IEnumerable<INamedTypeSymbol> HandledBy(INamedTypeSymbol type) =>
        type.AllInterfaces.Where(i => Same(i.OriginalDefinition, handler) || Same(i.OriginalDefinition, handlerOfResult));

    /// <summary>Whether the generator has seen the payload, or somebody has done its work by hand. Of a [Job] of this assembly that is not
    /// known: the generator is at work.</summary>
    public bool HasGeneratedHalf(ITypeSymbol job) => job.AllInterfaces.Any(i => i.Name == "IJob" && i.Arity == 1 && Same(i.ContainingAssembly, this.job.ContainingAssembly));

    private sealed class Found(KnownTypes? types)
    {
        public KnownTypes? Types { get; } = types;
    }

    private static bool Same(ISymbol? a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
