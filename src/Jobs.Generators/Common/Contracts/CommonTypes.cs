namespace Jobs.Generators.Contracts;

/// <summary>Which types a file describes once for all jobs: those that several jobs reach and have in the same shape. A type has one such shape;
/// a job that has another, such as one that is not accepted yet or an earlier version, describes it itself.</summary>
internal sealed class CommonTypes
{
    private readonly Dictionary<string, ContractType> types = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, int Version), ContractJob> jobs;

    private CommonTypes(Dictionary<(string, int), ContractJob> jobs) => this.jobs = jobs;

    public IEnumerable<ContractType> Types => types.Values.OrderBy(static t => t.Name, StringComparer.Ordinal);

    public bool Has(ContractType type) => types.TryGetValue(type.Name, out var common) && common == type;

    /// <summary>Whether a version of a job may leave a type out: what it says of it is what is said for all.</summary>
    public bool IsDescribedFor((string Name, int Version) job, string type) =>
        jobs.TryGetValue(job, out var known) && type != known.Type && known.Find(type) is { } own && Has(own);

    /// <param name="file">What is written.</param>
    /// <param name="before">The types that it describes for all.</param>
    /// <param name="written">The versions that are to be written.</param>
    public static CommonTypes Of(ContractFile file, IEnumerable<ContractType> before, IEnumerable<ContractJob> written)
    {
        var common = new CommonTypes(file.Jobs.ToDictionary(static j => (j.Name, j.Version)));
        foreach (var job in written)
        {
            common.jobs[(job.Name, job.Version)] = job;
        }

        // Several versions of one job do not make a type common: each goes with its lines.
        var reached = common.jobs.Values
            .SelectMany(static j => j.Types.Where(t => t.Name != j.Type).Select(t => (Job: j.Name, Type: t)))
            .GroupBy(static u => u.Type.Name, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, static g => g.ToList(), StringComparer.Ordinal);
        foreach (var type in before.Where(t => reached.TryGetValue(t.Name, out var uses) && uses.Any(u => u.Type == t)))
        {
            common.types.Add(type.Name, type);
        }

        foreach (var uses in reached.Where(r => !common.types.ContainsKey(r.Key)))
        {
            var shapes = uses.Value.GroupBy(static u => u.Type).Select(static g => (Type: g.Key, Jobs: g.Select(static u => u.Job).Distinct().Count()));
            if (shapes.Where(static s => s.Jobs > 1).OrderByDescending(static s => s.Jobs).Select(static s => s.Type).FirstOrDefault() is { } shape)
            {
                common.types.Add(uses.Key, shape);
            }
        }

        return common;
    }
}
