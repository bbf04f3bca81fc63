namespace Jobs.Faults.Native;

/// <summary>The calls that may stay, each with its reason. The list is to shrink: a new entry needs a better reason than these.</summary>
internal static class AllowedReflection
{
    /// <summary>Call, as <see cref="ReflectionCalls"/> writes it, and reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> Calls = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Jobs.Redis.RedisScript.Read -> System.Reflection.Assembly.GetExecutingAssembly"] = EmbeddedScripts,
        ["Jobs.Redis.RedisScript.Read -> System.Reflection.Assembly.GetManifestResourceStream"] = EmbeddedScripts,
        ["Jobs.Hosting.JobsOptionsBounds.Validate -> System.ComponentModel.DataAnnotations.Validator.TryValidateValue"] = GeneratedValidator,
        ["Jobs.Hosting.WorkerOptionsBounds.Validate -> System.ComponentModel.DataAnnotations.Validator.TryValidateValue"] = GeneratedValidator,
        ["Jobs.Hosting.OptionPlace.Of -> System.Reflection.MemberInfo.get_Name"] = "The name of an options class, for a message.",
    };

    private const string GeneratedValidator = "Written by the options validation generator, with the attributes made in code: one value against given rules.";
    private const string EmbeddedScripts = "The scripts are embedded files, found by name: bytes, no types; the compiler resolves both calls.";
}
