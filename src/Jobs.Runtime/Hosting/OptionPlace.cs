using System.ComponentModel.DataAnnotations;

namespace Jobs.Hosting;

/// <summary>Where an option is set: in code, in the configuration, in the environment.</summary>
/// <param name="Class">The class of the options.</param>
/// <param name="Instance">The name of the instance; empty: the one without a key.</param>
/// <param name="Member">The option.</param>
internal sealed record OptionPlace(string Class, string Instance, string Member)
{
    public static string Section(string instance) =>
        instance.Length == 0 ? JobsOptions.SectionName : $"{JobsOptions.SectionName}:Instances:{instance}";

    public static string WorkerSection(string instance) => Section(instance) + ":Worker";

    /// <summary>The generated validators put the options' name, where they have one, in front of the member.</summary>
    public static OptionPlace Of(ValidationContext context)
    {
        var member = context.MemberName ?? "";
        var owner = context.DisplayName.Length > member.Length ? context.DisplayName[..^(member.Length + 1)] : "";
        var type = context.ObjectType.Name;
        return new OptionPlace(type, owner == type ? "" : owner, member);
    }

    /// <summary>One sentence on what is wrong and one on what to do.</summary>
    public string Complaint(string value, string rule)
    {
        var worker = Class == nameof(WorkerOptions);
        var key = $"{(worker ? WorkerSection(Instance) : Section(Instance))}:{Member}";
        return $"{Class}.{Member} is {value}: {rule}. Set it in {(worker ? "AddWorker" : "Configure")}(…), in the configuration ({key}) "
            + $"or in the environment ({key.Replace(":", "__", StringComparison.Ordinal)}).";
    }
}
