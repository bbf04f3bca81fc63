using System.Globalization;
using Microsoft.Extensions.Options;

namespace Jobs.Hosting;

/// <summary>The bounds written on the options; the code comes from the generator.</summary>
[OptionsValidator]
internal sealed partial class WorkerOptionsBounds : IValidateOptions<WorkerOptions>;

/// <summary>What bounds cannot say: the queues, and times that must fit each other.</summary>
internal sealed class WorkerOptionsRules : IValidateOptions<WorkerOptions>
{
    private const int MaxQueues = 64;
    private const int MaxWeight = 1000;

    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        var instance = name ?? "";
        var result = new ValidateOptionsResultBuilder();
        void Fail(string member, string value, string rule) => result.AddError(new OptionPlace(nameof(WorkerOptions), instance, member).Complaint(value, rule));

        if (options.Queues.Count is 0 or > MaxQueues)
        {
            Fail(nameof(WorkerOptions.Queues), $"a list of {options.Queues.Count} queues", $"it must name 1 to {MaxQueues}");
        }

        foreach (var (queue, weight) in options.Queues)
        {
            if (!Check.IsName(queue))
            {
                Fail(nameof(WorkerOptions.Queues), $"a list with '{queue}'", $"a queue name takes 1 to {Limits.MaxNameLength} characters out of letters, digits and . _ - :");
            }

            if (weight is < 1 or > MaxWeight)
            {
                Fail($"{nameof(WorkerOptions.Queues)}:{queue}", weight.ToString(CultureInfo.InvariantCulture), $"a weight must be from 1 to {MaxWeight:N0}");
            }
        }

        if (options.PollInterval > options.SessionLength / 2)
        {
            Fail(nameof(WorkerOptions.PollInterval), options.PollInterval.ToString(), $"it must be at most half of SessionLength ({options.SessionLength}), so that each look is a sign of life in time");
        }

        return result.Build();
    }
}
