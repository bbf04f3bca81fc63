using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Which kind of server answers.</summary>
internal enum ServerFlavour
{
    Unknown,
    Redis,
    Embedded,
}

/// <summary>What the server says of itself.</summary>
internal sealed record ServerInfo(ServerFlavour Flavour, Version Version)
{
    public static async Task<ServerFlavour> FlavourAsync(IDatabaseAsync database) => (await ReadAsync(database).ConfigureAwait(false)).Flavour;

    /// <summary>One <c>INFO server</c>.</summary>
    public static async Task<ServerInfo> ReadAsync(IDatabaseAsync database)
    {
        var text = (string?)await database.ExecuteAsync("INFO", "server").ConfigureAwait(false) ?? "";
        return Parse(text);
    }

    internal static ServerInfo Parse(string info)
    {
        var flavour = info.Contains("garnet_version", StringComparison.Ordinal) ? ServerFlavour.Embedded : ServerFlavour.Redis;
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("redis_version:") && Version.TryParse(line["redis_version:".Length..], out var version))
            {
                return new ServerInfo(flavour, version);
            }
        }

        return new ServerInfo(flavour, new Version(0, 0));
    }
}
