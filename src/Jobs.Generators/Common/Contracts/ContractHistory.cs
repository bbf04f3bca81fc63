namespace Jobs.Generators.Contracts;

/// <summary>What the file knows of one job of the compilation: under its name, or, where it has been renamed, under an alias.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Versions">Lowest first; empty: the job is not in the file.</param>
internal sealed record ContractHistory(string Name, List<ContractJob> Versions)
{
    public static ContractHistory Of(ContractFile file, string name, IEnumerable<string> aliases)
    {
        foreach (var one in aliases.Prepend(name))
        {
            if (file.Of(one) is { Count: > 0 } versions)
            {
                return new ContractHistory(one, versions);
            }
        }

        return new ContractHistory(name, []);
    }

    public ContractJob? this[int version] => Versions.Find(v => v.Version == version);

    public int Highest => Versions.Count == 0 ? 0 : Versions[Versions.Count - 1].Version;
}
