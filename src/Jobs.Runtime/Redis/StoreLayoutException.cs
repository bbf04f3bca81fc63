namespace Jobs.Redis;

/// <summary>The keys at this prefix are laid out as this version of the library does not know them. Nothing has been done, and nothing is until they are.</summary>
/// <param name="what">As a clause: what was found, and what this version reads.</param>
/// <param name="nextStep">What a person can do.</param>
internal sealed class StoreLayoutException(string what, string nextStep) : Exception($"{char.ToUpperInvariant(what[0])}{what[1..]}. {nextStep}")
{
    public string What { get; } = what;

    public string NextStep { get; } = nextStep;
}
