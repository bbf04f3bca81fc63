using Jobs.Generators.Model;

namespace Jobs.Generators.Upgrades;

/// <summary>How the earlier versions of a job are read.</summary>
/// <param name="Versions">Lowest first.</param>
internal sealed record UpgradeModel(JobUnit Unit, EquatableArray<FrozenVersion> Versions)
{
    /// <returns>Null: there are none.</returns>
    public static UpgradeModel? Of(JobUnit unit) =>
        unit.Before.Count == 0 ? null : new(unit, unit.Before.Select(old => FrozenBuilder.Build(unit.Job, old)).ToEquatable());
}
