using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Jobs.Hosting;

/// <summary>The key of an instance that is registered; empty: the one without a key.</summary>
internal sealed record InstanceName(string Name);

/// <summary>Fills the options of an instance from the configuration, of which the environment is a part. What code sets goes over it.</summary>
internal sealed class JobsConfiguration(string instance, IEnumerable<InstanceName> instances, IConfiguration? configuration)
    : IConfigureNamedOptions<JobsOptions>, IConfigureNamedOptions<WorkerOptions>
{
    private const string Worker = "Worker";
    private const string Instances = "Instances";

    public void Configure(string? name, JobsOptions options)
    {
        if (name == instance && configuration?.GetSection(OptionPlace.Section(instance)) is { } section)
        {
            ConfigurationSectionReader.Read(section, ConfiguredOptions.OfJobs, SectionsOf(instance), options);
            RefuseStrangers(configuration.GetSection($"{JobsOptions.SectionName}:{Instances}"), parent: "");
        }
    }

    public void Configure(string? name, WorkerOptions options)
    {
        if (name == instance && configuration?.GetSection(OptionPlace.WorkerSection(instance)) is { } section)
        {
            ConfigurationSectionReader.Read(section, ConfiguredOptions.OfWorker, [nameof(WorkerOptions.Queues)], options, strict: true);
            ConfigurationSectionReader.ReadQueues(section.GetSection(nameof(WorkerOptions.Queues)), options.Queues);
        }
    }

    void IConfigureOptions<JobsOptions>.Configure(JobsOptions options) => Configure(Options.DefaultName, options);

    void IConfigureOptions<WorkerOptions>.Configure(WorkerOptions options) => Configure(Options.DefaultName, options);

    /// <summary>Sections under <c>Jobs</c> that resemble none of ours: they may be the application's own, so they are said and not refused.</summary>
    public static IEnumerable<(string Key, string Known)> UnreadBy(string instance, IReadOnlyCollection<InstanceName> instances, IConfiguration configuration)
    {
        var unread = ConfigurationSectionReader.Unread(configuration.GetSection(OptionPlace.Section(instance)), ConfiguredOptions.OfJobs, SectionsOf(instance))
            .Select(section => (section.Path, $"the sections {string.Join(", ", SectionsOf(instance))}"));
        if (instances.Any(static one => one.Name.Length == 0))
        {
            return unread;
        }

        var ownerless = configuration.GetSection(JobsOptions.SectionName).GetChildren()
            .Where(static child => child.Key == Worker || ConfiguredOptions.OfJobs.Any(option => option.Name == child.Key))
            .Select(child => (child.Path, $"the options of keyed instances, under {string.Join(", ", instances.Select(static one => OptionPlace.Section(one.Name)))}; AddJobs() is not called"));
        return unread.Concat(ownerless);
    }

    private static string[] SectionsOf(string instance) => instance.Length == 0 ? [Worker, Instances, "Embedded"] : [Worker];

    /// <summary>Options of an instance that does not exist. A name may have colons, and is then a section in a section.</summary>
    private void RefuseStrangers(IConfigurationSection section, string parent)
    {
        foreach (var child in section.GetChildren())
        {
            var key = parent + child.Key;
            var keyed = instances.Where(static one => one.Name.Length > 0).Select(static one => one.Name).Distinct(StringComparer.Ordinal).ToArray();
            if (keyed.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!keyed.Any(name => name.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)))
            {
                var hint = ConfigurationSectionReader.Nearest(key, keyed) is { } meant ? $" Did you mean '{OptionPlace.Section(meant)}'?" : "";
                var known = keyed.Length == 0 ? "There are no keyed instances" : $"There are {string.Join(", ", keyed)}";
                throw new InvalidOperationException(
                    $"'{child.Path}' in the configuration belongs to no instance of Jobs.{hint} {known}; AddKeyedJobs(\"{key}\", …) adds it.");
            }

            RefuseStrangers(child, key + ":");
        }
    }
}
