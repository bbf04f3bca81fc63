using Jobs.Generators.Model;

namespace Jobs.Generators.Contracts;

/// <summary>One version of a job as it is stored.</summary>
/// <param name="Type">The payload's type: <c>Shop.SendEmail</c>.</param>
/// <param name="Result">The result as wire text; null: none.</param>
/// <param name="Types">The payload's own type first, then what it and the result reach, by name.</param>
internal sealed record ContractJob(string Name, int Version, string Type, string? Result, EquatableArray<string> Aliases, EquatableArray<ContractType> Types)
{
    public ContractType? Find(string type) => Types.FirstOrDefault(t => t.Name == type);
}

/// <summary>How a type is on the wire.</summary>
internal enum ContractForm
{
    /// <summary>An object by name.</summary>
    Map,

    /// <summary>An object by position.</summary>
    Array,
    Enum,
    Union,
}

/// <summary>A type that is described member by member.</summary>
/// <param name="Name">As C# without spaces: <c>Shop.Box&lt;int&gt;</c>.</param>
/// <param name="Number">The number behind an enum: <c>int</c>; empty for others.</param>
internal sealed record ContractType(string Name, ContractForm Form, string Number, EquatableArray<ContractEntry> Entries);

/// <summary>A member of an object, a value of an enum or a case of a union.</summary>
/// <param name="Name">The member's name on the wire, or the value's; empty for a case.</param>
/// <param name="Index">The position in array form, or the case's number; -1 otherwise.</param>
/// <param name="Type">A member's or case's type as wire text, a value's number.</param>
/// <param name="IsRequired">The member must be in the bytes.</param>
internal sealed record ContractEntry(string Name, int Index, string Type, bool IsRequired, bool IsSensitive);

/// <summary>A line that cannot be read.</summary>
/// <param name="Line">From 0.</param>
internal sealed record ContractProblem(int Line, string Text);

/// <summary>All of a file.</summary>
internal sealed record ContractFile(EquatableArray<ContractJob> Jobs, EquatableArray<ContractProblem> Problems)
{
    public const string FileName = "jobs.contracts.txt";

    public static readonly ContractFile Empty = new(default, default);

    public static bool Is(string path) => string.Equals(Path.GetFileName(path), FileName, StringComparison.OrdinalIgnoreCase);

    /// <summary>The versions of one job, lowest first.</summary>
    public List<ContractJob> Of(string name) => Jobs.Where(j => j.Name == name).OrderBy(static j => j.Version).ToList();
}
