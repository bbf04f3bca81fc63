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
    /// <summary>What it forgets when memory is full; null: it does not say.</summary>
    public string? MaxMemoryPolicy { get; init; }

    /// <summary>Whether it logs writes to an append-only file; null: it does not say.</summary>
    public bool? AppendOnly { get; init; }

    /// <summary>One <c>INFO</c>. By a script, since the client library keeps the plain command for connections opened in its admin mode.</summary>
    public static async Task<ServerInfo> ReadAsync(IDatabaseAsync database)
    {
        var text = (string?)await database.ScriptEvaluateAsync("return redis.call('INFO')", flags: CommandFlags.NoScriptCache).ConfigureAwait(false) ?? "";
        return Parse(text);
    }

    internal static ServerInfo Parse(string info)
    {
        var flavour = info.Contains("garnet_version", StringComparison.Ordinal) ? ServerFlavour.Embedded : ServerFlavour.Redis;
        var server = new ServerInfo(flavour, new Version(0, 0));
        foreach (var line in info.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            var value = line[(colon + 1)..];
            server = line[..colon] switch
            {
                "redis_version" when Version.TryParse(value, out var version) => server with { Version = version },
                "maxmemory_policy" when flavour == ServerFlavour.Redis => server with { MaxMemoryPolicy = value.ToString() },
                "aof_enabled" when flavour == ServerFlavour.Redis => server with { AppendOnly = value is "1" },
                _ => server,
            };
        }

        return server;
    }
}
