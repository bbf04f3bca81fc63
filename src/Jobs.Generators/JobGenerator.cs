using System.Collections.Immutable;
using Jobs.Generators.Contracts;
using Jobs.Generators.Emission;
using Jobs.Generators.Model;
using Jobs.Generators.Parsing;
using Jobs.Generators.Text;
using Jobs.Generators.Upgrades;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators;

/// <summary>Wiring only: which model each generated file is made of. What is not valid is left out; the analyzers say why.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class JobGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Two providers, not one of both collected: there a job's place is its identity, and a new one would make those behind it anew.
        var jobs = Marked(context, KnownTypes.JobAttributeName, JobOf).WithTrackingName(Steps.Jobs);
        var jobsWithResult = Marked(context, KnownTypes.JobOfResultAttributeName, JobOf).WithTrackingName(Steps.Jobs);
        var handlers = Marked(context, KnownTypes.JobHandlerAttributeName, HandlerOf).WithTrackingName(Steps.Handlers);
        var all = jobs.Collect().Combine(jobsWithResult.Collect()).Select(static (both, _) => both.Left.AddRange(both.Right));
        var stepResults = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => StepParser.MayBeStep(node), static (at, cancellationToken) => StepParser.Parse(at.Node, at.SemanticModel, cancellationToken))
            .Where(static step => step is not null).Collect().Select(static (steps, _) => OnceEach(steps!)).WithTrackingName(Steps.StepResults);
        var contracts = context.AdditionalTextsProvider.Where(static file => ContractFile.Is(file.Path))
            .Select(static (file, cancellationToken) => file.GetText(cancellationToken) is { } text ? ContractReader.Read(text.ToString()) : ContractFile.Empty)
            .Collect().Select(static (files, _) => files.FirstOrDefault() ?? ContractFile.Empty)
            .WithTrackingName(Steps.Contracts);
        var twins = all.Select(static (all, _) => Twins(all.Select(static j => j.Payload.TypeName)));
        var (units, upgrades) = Units(jobs, contracts, twins);
        var (unitsWithResult, upgradesWithResult) = Units(jobsWithResult, contracts, twins);
        var codecs = all.Combine(stepResults).Combine(upgrades.Collect()).Combine(upgradesWithResult.Collect())
            .SelectMany(static (of, _) => Shared(of.Left.Left.Left, of.Left.Left.Right, of.Left.Right.AddRange(of.Right)))
            .WithTrackingName(Steps.Codecs);
        var surroundings = context.CompilationProvider.Select(SurroundingsParser.Parse).WithTrackingName(Steps.Surroundings);
        var registration = handlers.Collect().Combine(all).Combine(stepResults).Combine(surroundings)
            .Select(static (of, _) => Registration(of.Left.Left.Left, of.Left.Left.Right, of.Left.Right, of.Right.Home))
            .WithTrackingName(Steps.Registration);
        var addHandlers = surroundings.Combine(registration).Select(static (of, _) => AddHandlers(of.Left, of.Right)).WithTrackingName(Steps.AddHandlers);

        context.RegisterSourceOutput(units, EmitJob);
        context.RegisterSourceOutput(unitsWithResult, EmitJob);
        context.RegisterSourceOutput(upgrades, EmitUpgrades);
        context.RegisterSourceOutput(upgradesWithResult, EmitUpgrades);

        context.RegisterSourceOutput(codecs, static (to, codec) => to.AddSource(CodecEmitter.FileName(codec.Model, codec.HasTwin), CodecEmitter.EmitFile(codec.Model, codec.Home)));
        context.RegisterSourceOutput(registration, static (to, handlers) =>
        {
            if (!handlers.IsEmpty)
            {
                to.AddSource(RegistrationEmitter.FileName, RegistrationEmitter.Emit(handlers));
            }
        });
        context.RegisterSourceOutput(addHandlers, static (to, found) =>
        {
            if (found.HasBuilder)
            {
                to.AddSource(AddHandlersEmitter.FileName, AddHandlersEmitter.Emit(found.Home, [.. found.Registrations]));
            }
        });
    }

    private static void EmitJob(SourceProductionContext to, JobUnit unit) => to.AddSource(JobEmitter.FileName(unit), JobEmitter.Emit(unit));

    private static void EmitUpgrades(SourceProductionContext to, UpgradeModel model) => to.AddSource(UpgradeEmitter.FileName(model), UpgradeEmitter.Emit(model));

    private static (IncrementalValuesProvider<JobUnit> Units, IncrementalValuesProvider<UpgradeModel> Upgrades) Units(
        IncrementalValuesProvider<JobModel> jobs, IncrementalValueProvider<ContractFile> contracts, IncrementalValueProvider<EquatableArray<string>> twins)
    {
        var units = jobs.Combine(contracts).Combine(twins).Select(static (of, _) => JobUnit.Of(of.Left.Left, of.Left.Right, of.Right)).WithTrackingName(Steps.Units);
        var upgrades = units.Select(static (unit, _) => UpgradeModel.Of(unit)).Where(static model => model is not null).Select(static (model, _) => model!);
        return (units, upgrades.WithTrackingName(Steps.Upgrades));
    }

    private static IncrementalValuesProvider<T> Marked<T>(
        IncrementalGeneratorInitializationContext context, string attribute, Func<INamedTypeSymbol, KnownTypes, CancellationToken, T?> parse) where T : class =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
                attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                (at, cancellationToken) => at.TargetSymbol is INamedTypeSymbol type && KnownTypes.TryOf(at.SemanticModel.Compilation) is { } known
                    ? parse(type, known, cancellationToken)
                    : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!);

    private static JobModel? JobOf(INamedTypeSymbol type, KnownTypes known, CancellationToken cancellationToken) =>
        JobParser.Parse(type, known, report: null, cancellationToken);

    private static HandlerModel? HandlerOf(INamedTypeSymbol type, KnownTypes known, CancellationToken cancellationToken) =>
        HandlerParser.Parse(type, known, report: null);

    /// <summary>In the order of their names, wherever they are used.</summary>
    private static EquatableArray<StepResultModel> OnceEach(ImmutableArray<StepResultModel> steps) =>
        steps.GroupBy(static s => s.Type.Name, StringComparer.Ordinal).Select(static g => g.First()).OrderBy(static s => s.Type.Name, StringComparer.Ordinal).ToEquatable();

    /// <summary>The codecs that belong to no one job, once each. A payload's own is in its job's file.</summary>
    private static IEnumerable<SharedCodec> Shared(ImmutableArray<JobModel> jobs, EquatableArray<StepResultModel> stepResults, ImmutableArray<UpgradeModel> upgrades)
    {
        var done = new HashSet<string>(jobs.Select(static j => j.Codec.Type.Name), StringComparer.Ordinal);
        var codecs = jobs.SelectMany(static j => j.Codecs.Select(c => (Model: c, j.Home)))
            .Concat(stepResults.SelectMany(static s => s.Codecs.Select(c => (Model: c, s.Home))))
            .Concat(upgrades.SelectMany(static u => u.Versions.SelectMany(v => v.Codecs.Select(c => (Model: c, u.Unit.Job.Home)))))
            .Where(c => done.Add(c.Model.Type.Name))
            .OrderBy(static c => c.Model.Type.Name, StringComparer.Ordinal)
            .ToList();
        var twins = new HashSet<string>(Twins(codecs.Select(static c => c.Model.Type.Name)), StringComparer.Ordinal);
        return codecs.Select(c => new SharedCodec(c.Model, c.Home, twins.Contains(c.Model.Type.Name)));
    }

    /// <summary>Types whose files would be told apart by the case of their names alone.</summary>
    private static EquatableArray<string> Twins(IEnumerable<string> types) =>
        types.GroupBy(Names.Unique, StringComparer.OrdinalIgnoreCase).Where(static g => g.Skip(1).Any()).SelectMany(static g => g).OrderBy(static t => t, StringComparer.Ordinal).ToEquatable();

    /// <summary>Leaves out what handles a job of this assembly that is not valid: there is nothing to register it for.</summary>
    private static RegistrationModel Registration(ImmutableArray<HandlerModel> handlers, ImmutableArray<JobModel> jobs, EquatableArray<StepResultModel> stepResults, string home)
    {
        var valid = new HashSet<string>(jobs.Select(static j => j.Payload.TypeName), StringComparer.Ordinal);
        return new RegistrationModel(home, handlers
            .Where(h => h.Jobs.All(j => !j.IsLocal || valid.Contains(j.TypeName)))
            .OrderBy(static h => h.TypeName, StringComparer.Ordinal)
            .ToEquatable(), stepResults);
    }

    private static SurroundingsModel AddHandlers(SurroundingsModel surroundings, RegistrationModel own) =>
        own.IsEmpty
            ? surroundings
            : surroundings with { Registrations = surroundings.Registrations.Prepend(RegistrationEmitter.ClassOf(own.Home)).ToEquatable() };

    private sealed record SharedCodec(CodecModel Model, string Home, bool HasTwin);
}
