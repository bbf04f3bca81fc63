using Jobs.Generators.Contracts;

namespace Jobs.Generators.Model;

/// <summary>A job with what <c>jobs.contracts.txt</c> knows of its earlier versions.</summary>
/// <param name="Before">Those it can be upgraded from, lowest first, without a gap up to its own.</param>
/// <param name="HasTwin">Another job's type has the same name but for the case, which some file systems do not tell apart.</param>
internal sealed record JobUnit(JobModel Job, EquatableArray<ContractJob> Before, bool HasTwin)
{
    public static JobUnit Of(JobModel job, ContractFile contracts, EquatableArray<string> twins) => new(job, Earlier(job.Settings, contracts), twins.Contains(job.Payload.TypeName));

    /// <summary>The versions below the job's own, as far down as none is missing.</summary>
    private static EquatableArray<ContractJob> Earlier(JobSettings settings, ContractFile contracts)
    {
        if (settings.Version == 1)
        {
            return default;
        }

        var history = ContractHistory.Of(contracts, settings.Name, settings.Aliases);
        return Enumerable.Range(1, settings.Version - 1).Reverse()
            .Select(version => history[version])
            .TakeWhile(static c => c is not null)
            .Reverse().ToList().ConvertAll(static c => c!).ToEquatable();
    }
}
