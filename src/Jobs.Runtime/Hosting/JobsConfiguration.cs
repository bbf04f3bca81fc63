using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Jobs.Hosting;

/// <summary>Fills the options of an instance from the configuration, of which the environment is a part. What code sets goes over it.</summary>
internal sealed class JobsConfiguration(string instance, IConfiguration? configuration) : IConfigureNamedOptions<JobsOptions>, IConfigureNamedOptions<WorkerOptions>
{
    private static readonly string[] Known =
        [nameof(JobsOptions.Redis), nameof(JobsOptions.Prefix), nameof(JobsOptions.EnqueueTimeout), nameof(JobsOptions.MaxJobBytes), nameof(JobsOptions.AllowEviction)];

    public void Configure(string? name, JobsOptions options)
    {
        if (name == instance && configuration?.GetSection(OptionPlace.Section(instance)) is { } section)
        {
            RefuseUnknown(section);
            section.Bind(options);
        }
    }

    public void Configure(string? name, WorkerOptions options)
    {
        if (name == instance)
        {
            configuration?.GetSection(OptionPlace.WorkerSection(instance)).Bind(options, static binder => binder.ErrorOnUnknownConfiguration = true);
        }
    }

    void IConfigureOptions<JobsOptions>.Configure(JobsOptions options) => Configure(Options.DefaultName, options);

    void IConfigureOptions<WorkerOptions>.Configure(WorkerOptions options) => Configure(Options.DefaultName, options);

    /// <summary>A misspelt option would silently keep its default. Sections belong to other parts and are left to them.</summary>
    private static void RefuseUnknown(IConfigurationSection section)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Value is not null && !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                throw new InvalidOperationException($"'{child.Path}' in the configuration is not an option of Jobs. There are {string.Join(", ", Known)}, and the section Worker.");
            }
        }
    }
}
