using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Jobs.Embedded;

/// <summary>One call's part in the options of the host's server.</summary>
internal sealed record EmbeddedRedisSetting(Func<EmbeddedRedisOptions, EmbeddedRedisOptions> Apply)
{
    private const string Section = "Jobs:Embedded";

    /// <summary>What the settings in code begin with.</summary>
    /// <exception cref="EmbeddedRedisException">The port or the durability is none.</exception>
    public static EmbeddedRedisOptions FromConfiguration(IConfiguration? configuration)
    {
        var options = new EmbeddedRedisOptions();
        if (configuration?[$"{Section}:{nameof(EmbeddedRedisOptions.DataFolder)}"] is { Length: > 0 } folder)
            options = options with { DataFolder = folder };
        if (configuration?[$"{Section}:{nameof(EmbeddedRedisOptions.Port)}"] is { Length: > 0 } text)
        {
            options = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
                ? options with { Port = port }
                : throw new EmbeddedRedisException($"{Section}:{nameof(EmbeddedRedisOptions.Port)} is '{text}' in the configuration: set a number from 0 (a free port) to 65535.");
        }
        if (configuration?[$"{Section}:{nameof(EmbeddedRedisOptions.Durability)}"] is { Length: > 0 } durability)
        {
            options = Enum.GetNames<EmbeddedRedisDurability>().FirstOrDefault(name => name.Equals(durability, StringComparison.OrdinalIgnoreCase)) is { } known
                ? options with { Durability = Enum.Parse<EmbeddedRedisDurability>(known) }
                : throw new EmbeddedRedisException($"{Section}:{nameof(EmbeddedRedisOptions.Durability)} is '{durability}' in the configuration: set {string.Join(" or ", Enum.GetNames<EmbeddedRedisDurability>())}.");
        }
        return options;
    }
}
