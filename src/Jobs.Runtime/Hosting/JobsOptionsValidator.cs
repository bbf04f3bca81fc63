using Jobs.Redis;
using Microsoft.Extensions.Options;

namespace Jobs.Hosting;

/// <summary>The bounds written on the options; the code comes from the generator.</summary>
[OptionsValidator]
internal sealed partial class JobsOptionsBounds : IValidateOptions<JobsOptions>;

/// <summary>What bounds cannot say.</summary>
internal sealed class JobsOptionsRules : IValidateOptions<JobsOptions>
{
    public ValidateOptionsResult Validate(string? name, JobsOptions options)
    {
        var instance = name ?? "";
        if (!Check.IsName(options.Prefix) || options.Prefix.Contains(':', StringComparison.Ordinal))
        {
            return ValidateOptionsResult.Fail(new OptionPlace(nameof(JobsOptions), instance, nameof(JobsOptions.Prefix)).Complaint(
                $"'{options.Prefix}'", $"it must be 1 to {Limits.MaxNameLength} characters out of letters, digits and . _ -"));
        }

        if (options.Redis is not null && RedisConnectionString.WhyNot(options.Redis) is { } why)
        {
            return ValidateOptionsResult.Fail(new OptionPlace(nameof(JobsOptions), instance, nameof(JobsOptions.Redis)).Complaint("not usable", why));
        }

        return ValidateOptionsResult.Success;
    }
}
