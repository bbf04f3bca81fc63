using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace Jobs.Hosting;

/// <summary>Finds types that are marked <c>[Job]</c> or <c>[JobHandler]</c> in an assembly the generator has not seen: in F#, or without the package's
/// analyzers. They compile, and nothing ever happens with them.</summary>
/// <remarks>A diagnosis for development. It looks at types by reflection, so a trimmed application leaves it out: there a type that nobody uses loses what was
/// generated for it, and would be taken for one that never had it.</remarks>
internal sealed class UngeneratedTypes
{
    private const int Named = 10;
    private const string Library = "Jobs.Abstractions";

    private int isReported;

    [FeatureSwitchDefinition("Jobs.LooksForUngeneratedTypes")] // set to false by the package's targets where an application is trimmed
    private static bool IsOn => !AppContext.TryGetSwitch("Jobs.LooksForUngeneratedTypes", out var isOn) || isOn;

    /// <summary>Says so for each assembly that is loaded, once per application.</summary>
    public void Report(ILogger log)
    {
        if (!IsOn || !RuntimeFeature.IsDynamicCodeSupported || Interlocked.Exchange(ref isReported, 1) != 0)
        {
            return;
        }

        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Where(MayHaveJobs))
        {
            Report(assembly, log);
        }
    }

    internal static void Report(Assembly assembly, ILogger log)
    {
        var types = Find(assembly);
        if (types.Count > 0)
        {
            var names = string.Join(", ", types.Take(Named).Select(static t => t.FullName)) + (types.Count > Named ? $" and {types.Count - Named} more" : "");
            log.TypesWithoutGeneratedCode(names, assembly.GetName().Name, IsFSharp(assembly)
                ? "The generator writes C#: declare them in a C# project, and reference it from the F# one"
                : "The project is compiled without the generator: let it have the analyzers of Jobs.Abstractions, which something leaves out");
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Left out of trimmed applications.")]
    private static bool MayHaveJobs(Assembly assembly) =>
        !assembly.IsDynamic && Array.Exists(assembly.GetReferencedAssemblies(), static r => r.Name == Library);

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Left out of trimmed applications; a type that is not there is not reported.")]
    private static List<Type> Find(Assembly assembly)
    {
        var hasRegistration = assembly.IsDefined(typeof(JobHandlersRegistrationAttribute), inherit: false);
        return [.. Types(assembly.GetTypes).Where(t =>
            (t.IsDefined(typeof(JobAttribute), inherit: false) && !HasGeneratedHalf(t)) || (!hasRegistration && t.IsDefined(typeof(JobHandlerAttribute), inherit: false)))];
    }

    private static IEnumerable<Type> Types(Func<Type[]> all)
    {
        try
        {
            return all();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>(); // some of the assembly's own references are missing
        }
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Left out of trimmed applications.")]
    private static bool HasGeneratedHalf(Type type) => Array.Exists(type.GetInterfaces(), static i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IJob<>));

    private static bool IsFSharp(Assembly assembly) =>
        assembly.CustomAttributes.Any(static a => a.AttributeType.FullName == "Microsoft.FSharp.Core.FSharpInterfaceDataVersionAttribute");
}
