using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>One call that a process will make, and that its Redis user must be allowed.</summary>
/// <param name="Command">In lower case; of a subcommand with <c>|</c>.</param>
/// <param name="Place">The key or channel it names; empty: none.</param>
/// <param name="IsChannel">It names a channel.</param>
internal sealed record RightsProbe(string Command, string Place, bool IsChannel = false);

/// <summary>Asks Redis which calls of a role its user may not make, without making them.</summary>
internal static class RightsCheck
{
    private const string AnyCommand = "eval"; // the check itself runs by it, so where it is denied on a key, the key is what is missing

    private const string Script =
        """
        local denied = {}
        if not redis.acl_check_cmd then return denied end
        for i = 2, #ARGV do
          local words = {}
          for word in string.gmatch(ARGV[i], '%S+') do words[#words + 1] = word end
          local known, may = pcall(redis.acl_check_cmd, unpack(words))
          if known and not may then denied[#denied + 1] = i - 1 end
        end
        -- Nobody listens there. Only the error of a real call tells a channel that is missing from a command that is.
        local said = ARGV[1] ~= '' and redis.pcall('PUBLISH', ARGV[1], '')
        if type(said) == 'table' and said.err and string.find(said.err, 'channel') then denied[#denied + 1] = 0 end
        return denied
        """;

    /// <param name="role">What the process does.</param>
    /// <param name="prefix">Of its instance.</param>
    /// <param name="queues">The queues it works on; one stands for all where it only enqueues.</param>
    public static IReadOnlyList<RightsProbe> ProbesOf(JobsRole role, string prefix, IEnumerable<string> queues)
    {
        var keys = queues.Select(queue => $"{{{prefix}:{queue}}}:{QueueNames.Text(QueueKey.Active)}").ToArray();
        var direct = RedisRights.DirectOf(role, prefix).Where(static call => call.Command != "time").ToArray();
        List<RightsProbe> probes = [new("evalsha", ""), new("script|load", ""), .. keys.Concat(direct.Select(static call => call.Key)).Distinct(StringComparer.Ordinal).Select(static key => new RightsProbe(AnyCommand, key))];
        foreach (var command in RedisRights.ScriptsOf(role).SelectMany(static script => script.Commands).Distinct(StringComparer.Ordinal))
        {
            probes.AddRange(command switch
            {
                "time" or "info" => [new RightsProbe(command, "")],
                "publish" or "spublish" => [new RightsProbe(command, ChannelOf(prefix), IsChannel: true)],
                _ => keys.Select(key => new RightsProbe(command, key)),
            });
        }

        probes.AddRange(direct.Select(static call => new RightsProbe(call.Command, call.Key)));
        if (role != JobsRole.Inspector)
        {
            probes.Add(new RightsProbe("subscribe", ChannelOf(prefix), IsChannel: true));
        }

        return probes;
    }

    /// <returns>What is denied; of a server that cannot tell, nothing.</returns>
    public static async Task<IReadOnlyList<RightsProbe>> DeniedAsync(RedisLink link, IReadOnlyList<RightsProbe> probes)
    {
        var database = (await link.GetAsync().ConfigureAwait(false)).GetDatabase();
        var channel = probes.FirstOrDefault(static probe => probe.IsChannel)?.Place ?? "";
        RedisValue[] arguments = [channel, .. probes.Select(static probe => (RedisValue)WordsOf(probe))];
        var denied = (int[]?)await database.ScriptEvaluateAsync(Script, keys: null, arguments, CommandFlags.NoScriptCache).ConfigureAwait(false);
        return [.. (denied ?? []).Select(position => position == 0 ? new RightsProbe(AnyCommand, channel, IsChannel: true) : probes[position - 1])];
    }

    /// <summary>Keys and channels that are missing, by the patterns that grant them.</summary>
    public static IReadOnlyList<string> PlacesOf(IReadOnlyList<RightsProbe> denied, string prefix) =>
        [.. denied.Where(static probe => probe.Command == AnyCommand).Select(probe => PatternOf(probe, prefix)).Distinct(StringComparer.Ordinal)];

    /// <summary>What is missing, in the words of Redis. Which commands are missing on a key that is too shows when the key is granted.</summary>
    public static string Describe(IReadOnlyList<RightsProbe> denied, string prefix)
    {
        var places = PlacesOf(denied, prefix);
        var (keys, channels) = (places.Where(static place => place[0] == '~').ToArray(), places.Where(static place => place[0] == '&').ToArray());
        var commands = denied.Where(probe => probe.Command != AnyCommand && !denied.Any(one => one.Command == AnyCommand && one.Place == probe.Place))
            .Select(static probe => "+" + probe.Command).Distinct(StringComparer.Ordinal).ToArray();
        string[] missing =
        [
            keys.Length > 0 ? $"keys {string.Join(" and ", keys)}" : "",
            channels.Length > 0 ? $"channels {string.Join(' ', channels)}" : "",
            commands.Length > 0 ? $"commands {string.Join(' ', commands)}" : "",
        ];
        return string.Join(", ", missing.Where(static one => one.Length > 0));
    }

    private static string PatternOf(RightsProbe probe, string prefix) =>
        probe.IsChannel ? "&" + RedisRights.ChannelsOf(prefix) : "~" + RedisRights.KeysOf(prefix)[probe.Place[0] == '{' ? 0 : 1];

    private static string ChannelOf(string prefix) => $"{prefix}:wake:nobody";

    /// <summary>With words enough for the command's arity, and none where further words would be keys or channels too.</summary>
    private static string WordsOf(RightsProbe probe) => probe.Command switch
    {
        AnyCommand => $"eval 0 1 {probe.Place}",
        "subscribe" or "smembers" or "hgetall" or "del" or "unlink" or "exists" or "mget" or "get" => $"{probe.Command} {probe.Place}",
        var command => $"{command.Replace('|', ' ')} {(probe.Place.Length == 0 ? "0" : probe.Place)} 0 0 0",
    };
}
