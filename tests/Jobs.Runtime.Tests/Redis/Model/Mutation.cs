namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>A guarantee taken out of a script. What is not told apart from the real script by the tests is not tested.</summary>
/// <param name="Name">What is missing.</param>
/// <param name="Script">Where.</param>
/// <param name="Edits">Text of the script, and what stands there instead.</param>
internal sealed record Mutation(string Name, string Script, params (string Text, string Instead)[] Edits)
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("grant check", "turn",
            ("if held[i] ~= ARGV[from + 1] then", "if false then"),
            ("if held[i] == holder then", "if true then")),
        new("grant check of the session alone", "turn",
            ("if held[i] ~= ARGV[from + 1] then", "if string.match(held[i] or '', '^%S+') ~= session then"),
            ("if held[i] == holder then", "if held[i] and string.match(held[i], '^%S+') == session then")),
        new("replay check of a turn", "turn", ("if seq == number then", "if false then")),
        new("replay check of a turn that found nothing", "turn",
            ("  else\n    redis.call('HSET', calls, session, record)\n", "  elseif ARGV[10] then\n    redis.call('HSET', calls, session, record)\n")),
        new("what does not fit stays in the list", "turn", ("got, cut = fit, fit < #head", "got, cut = #head, false")),
        new("order of calls", "turn", ("if tonumber(seq) < tonumber(number) then", "if false then")),
        new("replay check of an enqueue", "enqueue", ("if stored[i] or seen[id] then", "if seen[id] then"),
            ("if m == 0 and #known == 0 then", "if m == 0 then")),
        new("end of a session that is being recovered, in a turn", "turn", ("if not expiry or tonumber(expiry) == 0 then", "if not expiry then")),
        new("end of a session that is being recovered, in a renewal", "renew", ("if not expiry or tonumber(expiry) == 0 then", "if not expiry then")),
        new("end of a session that was recovered", "renew", ("if not expiry or tonumber(expiry) == 0 then", "if false then")),
        new("atomic recovery: lists first, acts later", "recover",
            ("    redis.call('ZADD', KEYS[4], 0, sessions[i])\n", ""),
            ("if #sessions == 0 then\n  return { '0', '', '', '' }\nend\n", "if #sessions == 0 then\n  return { '0', '', '', '' }\nend\nif ARGV[1] == '0' then\n  return { '1', '', '', '', unpack(sessions) }\nend\n")),
        new("atomic recovery: gives back and leaves in place", "recover", ("  redis.call('LPUSH', ready, unpack(back))\n  redis.call('HDEL', active, unpack(back))\n", "  redis.call('LPUSH', ready, unpack(back))\n")),
        new("atomic recovery: of sessions that live", "recover", ("'-inf', now, 'LIMIT'", "'-inf', '+inf', 'LIMIT'")),
        new("count of recoveries", "recover", ("recoveries = recoveries + 1", "recoveries = recoveries + 0")),
        new("cancelled job that stands in the list", "turn", ("state and string.sub(state, 1, 1) == 'X'", "false")),
        new("cancelled job that stands in the list, swept", "sweep", ("string.sub(states[i], 1, 1) == 'X'", "false")),
        new("asked cancellation of a job that is given back", "turn", ("elseif verb == 'B' and not asked[i] then", "elseif verb == 'B' then")),
        new("jobs that have ended are not cancelled", "cancel", ("if done or redis.call('ZSCORE', KEYS[6], id) then", "if false then")),
        new("calls of a session that left", "leave", ("redis.call('HDEL', KEYS[2], session)\n", "")),
    ];

    /// <summary>The mutated text of its script; another's as it is.</summary>
    public string Apply(string text)
    {
        if (!text.Contains($"-- {Script}: ", StringComparison.Ordinal))
            return text;
        foreach (var (old, instead) in Edits)
        {
            var at = text.IndexOf(old, StringComparison.Ordinal);
            Assert.True(at >= 0 && text.IndexOf(old, at + 1, StringComparison.Ordinal) < 0, $"The mutation '{Name}' does not apply any more: {Script}.lua holds '{old}' not once. Write it anew.");
            text = text.Replace(old, instead, StringComparison.Ordinal);
        }
        return text;
    }
}
