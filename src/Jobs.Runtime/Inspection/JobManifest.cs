using System.Text.Json;

namespace Jobs.Inspection;

/// <summary>What a build has published of one job; the contracts are those of the versions that it can read.</summary>
internal sealed record JobManifest(string Name, int Version, IReadOnlyList<string> Aliases, string Queue, IReadOnlyDictionary<int, PayloadContract> Contracts)
{
    public static JobManifest Read(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.GetProperty("version").GetInt32(),
        json.TryGetProperty("aliases", out var aliases) ? [.. aliases.EnumerateArray().Select(static a => a.GetString()!)] : [],
        json.GetProperty("queue").GetString()!,
        json.GetProperty("contracts").EnumerateArray().Select(PayloadContract.Read).ToDictionary(static c => c.Version));
}

/// <summary>The types of one version of a payload and of its result.</summary>
internal sealed record PayloadContract(int Version, string Payload, string? Result, IReadOnlyDictionary<string, DescribedType> Types)
{
    public static PayloadContract Read(JsonElement json) => new(
        json.GetProperty("version").GetInt32(),
        json.GetProperty("payload").GetString()!,
        json.TryGetProperty("result", out var result) ? result.GetString() : null,
        json.GetProperty("types").EnumerateArray().ToDictionary(static t => t.GetProperty("name").GetString()!, DescribedType.Read, StringComparer.Ordinal));
}

/// <summary>A type of the form <c>map</c> or <c>array</c> with members, <c>enum</c> with the name of each number, or <c>union</c> with the type of each number.</summary>
internal sealed record DescribedType(
    string Form, IReadOnlyList<DescribedMember> Members, IReadOnlyDictionary<string, string> Values, IReadOnlyDictionary<int, string> Cases)
{
    public static DescribedType Read(JsonElement json) => new(
        json.GetProperty("form").GetString()!,
        json.TryGetProperty("members", out var members) ? [.. members.EnumerateArray().Select(DescribedMember.Read)] : [],
        json.TryGetProperty("values", out var values) ? NamesOf(values) : new Dictionary<string, string>(),
        json.TryGetProperty("cases", out var cases)
            ? cases.EnumerateObject().ToDictionary(static c => int.Parse(c.Name, System.Globalization.CultureInfo.InvariantCulture), static c => c.Value.GetString()!)
            : new Dictionary<int, string>());

    /// <summary>Two names may share a number; the first stands for it.</summary>
    private static Dictionary<string, string> NamesOf(JsonElement values)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var value in values.EnumerateObject())
        {
            names.TryAdd(value.Value.GetRawText(), value.Name);
        }

        return names;
    }
}

/// <summary>A member of a described type, with its position in array form; -1 in map form.</summary>
internal sealed record DescribedMember(string Name, int Index, string Type, bool IsSensitive)
{
    public static DescribedMember Read(JsonElement json) => new(
        json.GetProperty("name").GetString()!,
        json.TryGetProperty("index", out var index) ? index.GetInt32() : -1,
        json.GetProperty("type").GetString()!,
        json.TryGetProperty("sensitive", out var sensitive) && sensitive.GetBoolean());
}
