using System.Globalization;

namespace Jobs.Hosting;

/// <summary>An option that the configuration may set.</summary>
/// <param name="Name">As in the class of the options.</param>
/// <param name="Form">What its text must be.</param>
/// <param name="TrySet">Reads the text into the options; false: it is of another form.</param>
internal sealed record ConfiguredOption<T>(string Name, string Form, Func<T, string, bool> TrySet);

/// <summary>All options that the configuration may set, read without reflection.</summary>
internal static class ConfiguredOptions
{
    private const string Whole = "a whole number, such as 50";
    private const string Time = "a time as hh:mm:ss, such as 00:00:30";
    private const string YesOrNo = "true or false";

    public static IReadOnlyList<ConfiguredOption<JobsOptions>> OfJobs { get; } =
    [
        new(nameof(JobsOptions.Redis), "a connection string", static (options, text) => Set(text, value => options.Redis = value)),
        new(nameof(JobsOptions.Prefix), "a name", static (options, text) => Set(text, value => options.Prefix = value)),
        new(nameof(JobsOptions.EnqueueTimeout), Time, static (options, text) => SetTime(text, value => options.EnqueueTimeout = value)),
        new(nameof(JobsOptions.MaxJobBytes), Whole, static (options, text) => SetNumber(text, value => options.MaxJobBytes = value)),
        new(nameof(JobsOptions.AllowEviction), YesOrNo, static (options, text) => SetFlag(text, value => options.AllowEviction = value)),
    ];

    /// <summary>Without <see cref="WorkerOptions.Queues"/>, which are a section.</summary>
    public static IReadOnlyList<ConfiguredOption<WorkerOptions>> OfWorker { get; } =
    [
        new(nameof(WorkerOptions.Strict), YesOrNo, static (options, text) => SetFlag(text, value => options.Strict = value)),
        new(nameof(WorkerOptions.Concurrency), Whole, static (options, text) => SetNumber(text, value => options.Concurrency = value)),
        new(nameof(WorkerOptions.MaxPrefetch), Whole, static (options, text) => SetNumber(text, value => options.MaxPrefetch = value)),
        new(nameof(WorkerOptions.MaxResultBytes), Whole, static (options, text) => SetNumber(text, value => options.MaxResultBytes = value)),
        new(nameof(WorkerOptions.SessionLength), Time, static (options, text) => SetTime(text, value => options.SessionLength = value)),
        new(nameof(WorkerOptions.ShutdownTimeout), Time, static (options, text) => SetTime(text, value => options.ShutdownTimeout = value)),
        new(nameof(WorkerOptions.CancellationGrace), Time, static (options, text) => SetTime(text, value => options.CancellationGrace = value)),
        new(nameof(WorkerOptions.PollInterval), Time, static (options, text) => SetTime(text, value => options.PollInterval = value)),
        new(nameof(WorkerOptions.MaxRecoveries), Whole, static (options, text) => SetNumber(text, value => options.MaxRecoveries = value)),
    ];

    public static bool SetNumber(string text, Action<int> set)
    {
        var good = int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value);
        if (good)
        {
            set(value);
        }

        return good;
    }

    private static bool Set(string text, Action<string> set)
    {
        set(text);
        return true;
    }

    /// <summary>With a colon: "30" is 30 days to .NET, which nobody means.</summary>
    private static bool SetTime(string text, Action<TimeSpan> set)
    {
        var good = TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && text.Contains(':', StringComparison.Ordinal);
        if (good)
        {
            set(value);
        }

        return good;
    }

    private static bool SetFlag(string text, Action<bool> set)
    {
        var good = bool.TryParse(text, out var value);
        if (good)
        {
            set(value);
        }

        return good;
    }
}
