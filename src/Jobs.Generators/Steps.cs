namespace Jobs.Generators;

/// <summary>Names of the steps, so that a test can ask which of them ran again.</summary>
internal static class Steps
{
    public const string Jobs = nameof(Jobs);
    public const string Codecs = nameof(Codecs);
    public const string Handlers = nameof(Handlers);
    public const string StepResults = nameof(StepResults);
    public const string Surroundings = nameof(Surroundings);
    public const string Registration = nameof(Registration);
    public const string AddHandlers = nameof(AddHandlers);

    public static readonly string[] All = [Jobs, Codecs, Handlers, StepResults, Surroundings, Registration, AddHandlers];
}
