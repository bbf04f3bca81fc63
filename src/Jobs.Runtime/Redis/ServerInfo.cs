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

    /// <summary>It is a node of a Redis Cluster that has channels in slots (Redis 7.0 and later).</summary>
    public bool HasShardedChannels { get; init; }

    /// <summary>Whether it logs writes to an append-only file; null: it does not say.</summary>
    public bool? AppendOnly { get; init; }

    /// <summary>The Redis user may not ask for <c>INFO</c>: only the version is known.</summary>
    public bool IsSilent { get; init; }

    /// <summary>One <c>INFO</c>, or the version alone where the user may not ask for it. By a script, since the client library keeps the plain
    /// command for connections opened in its admin mode.</summary>
    public static async Task<ServerInfo> ReadAsync(IDatabaseAsync database)
    {
        try
        {
            return Parse(await AskAsync(database, "return redis.call('INFO')").ConfigureAwait(false));
        }
        catch (RedisServerException e) when (RedisFault.IsNoRights(e))
        {
            // Fails too where scripts may not be run at all, and says so. Unknown before 7.0, as to the embedded server, whose users are never denied INFO.
            var version = await AskAsync(database, "return redis.REDIS_VERSION or ''").ConfigureAwait(false);
            return new ServerInfo(ServerFlavour.Redis, Version.TryParse(version, out var known) ? known : new Version(0, 0)) { IsSilent = true };
        }
    }

    /// <summary>How often the append-only file is brought to disk: <c>always</c>, <c>everysec</c> or <c>no</c>; <c>unknown</c> where the server does not tell.</summary>
    public static async Task<string> AppendFsyncAsync(RedisLink link) =>
        await AppendFsyncAsync((await link.GetAsync().ConfigureAwait(false)).GetDatabase()).ConfigureAwait(false);

    internal static async Task<string> AppendFsyncAsync(IDatabaseAsync database)
    {
        try
        {
            return (string?[]?)await database.ExecuteAsync("CONFIG", "GET", "appendfsync").ConfigureAwait(false) is [_, { } value, ..] ? value : "unknown";
        }
        catch (Exception e) when (e is RedisException or TimeoutException) // a RedisTimeoutException is no RedisException
        {
            return "unknown"; // a managed Redis forbids CONFIG, and a borrowed connection may not have the client library's admin mode
        }
    }

    private static async Task<string> AskAsync(IDatabaseAsync database, string script) =>
        (string?)await database.ScriptEvaluateAsync(script, flags: CommandFlags.NoScriptCache).ConfigureAwait(false) ?? "";

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
                "redis_mode" when flavour == ServerFlavour.Redis => server with { HasShardedChannels = value is "cluster" },
                "maxmemory_policy" when flavour == ServerFlavour.Redis => server with { MaxMemoryPolicy = value.ToString() },
                "aof_enabled" when flavour == ServerFlavour.Redis => server with { AppendOnly = value is "1" },
                _ => server,
            };
        }

        return server with { HasShardedChannels = server.HasShardedChannels && server.Version.Major >= 7 };
    }
}
