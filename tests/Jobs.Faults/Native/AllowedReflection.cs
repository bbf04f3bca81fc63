namespace Jobs.Faults.Native;

/// <summary>The calls that may stay, each with its reason. The list is to shrink: a new entry needs a better reason than these.</summary>
internal static class AllowedReflection
{
    /// <summary>Call, as <see cref="ReflectionCalls"/> writes it, and reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Calls = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Jobs.Redis.ScriptSource.Read -> System.Reflection.Assembly.GetExecutingAssembly"] = EmbeddedScripts,
        ["Jobs.Redis.ScriptSource.Read -> System.Reflection.Assembly.GetManifestResourceStream"] = EmbeddedScripts,
        ["Jobs.Hosting.JobsOptionsBounds.Validate -> System.ComponentModel.DataAnnotations.Validator.TryValidateValue"] = GeneratedValidator,
        ["Jobs.Hosting.WorkerOptionsBounds.Validate -> System.ComponentModel.DataAnnotations.Validator.TryValidateValue"] = GeneratedValidator,
        ["Jobs.Hosting.OptionPlace.Of -> System.Reflection.MemberInfo.get_Name"] = "The name of an options class, for a message.",
        ["Jobs.Hosting.UngeneratedTypes.<>c.<HasGeneratedHalf>b__10_0 -> System.Type.GetGenericTypeDefinition"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.<>c.<HasGeneratedHalf>b__10_0 -> System.Type.get_IsGenericType"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.<>c.<IsFSharp>b__11_0 -> System.Reflection.CustomAttributeData.get_AttributeType"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.<>c.<IsFSharp>b__11_0 -> System.Type.get_FullName"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.<>c.<MayHaveJobs>b__7_0 -> System.Reflection.AssemblyName.get_Name"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.<>c.<Report>b__6_0 -> System.Type.get_FullName"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.<>c__DisplayClass8_0.<Find>b__0 -> System.Reflection.MemberInfo.IsDefined"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.Find -> System.Reflection.Assembly.GetTypes"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.Find -> System.Reflection.Assembly.IsDefined"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.HasGeneratedHalf -> System.Type.GetInterfaces"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.IsFSharp -> System.Reflection.Assembly.get_CustomAttributes"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.MayHaveJobs -> System.Reflection.Assembly.GetReferencedAssemblies"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.MayHaveJobs -> System.Reflection.Assembly.get_IsDynamic"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.Report -> System.AppDomain.GetAssemblies"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.Report -> System.AppDomain.get_CurrentDomain"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.Report -> System.Reflection.Assembly.GetName"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.Report -> System.Reflection.AssemblyName.get_Name"] = LeftOutOfTrimmed,
        ["Jobs.Hosting.UngeneratedTypes.Types -> System.Reflection.ReflectionTypeLoadException.get_Types"] = LeftOutOfTrimmed,
        ["Jobs.Redis.RedisFault.Describe -> System.Reflection.MemberInfo.get_Name"] = "The name of an exception's class, for a message.",
    };

    private const string LeftOutOfTrimmed = "A diagnosis for development: it finds types that the generator has not seen. A feature switch leaves it out of trimmed applications, and native ones never run it.";
    private const string GeneratedValidator = "Written by the options validation generator, with the attributes made in code: one value against given rules.";
    private const string EmbeddedScripts = "The scripts are embedded files, found by name: bytes, no types; the compiler resolves both calls.";
}
