namespace Jobs.Generators;

/// <summary>Names of the steps, so that a test can ask which of them ran again.</summary>
internal static class Steps
{
    public const string Contracts = nameof(Contracts);
    public const string Jobs = nameof(Jobs);
    public const string Units = nameof(Units);
    public const string Upgrades = nameof(Upgrades);
    public const string Codecs = nameof(Codecs);
    public const string Handlers = nameof(Handlers);
    public const string StepResults = nameof(StepResults);
    public const string Surroundings = nameof(Surroundings);
    public const string Registration = nameof(Registration);
    public const string AddHandlers = nameof(AddHandlers);

    public static readonly string[] All = [Contracts, Jobs, Units, Upgrades, Codecs, Handlers, StepResults, Surroundings, Registration, AddHandlers];
}
