using System.Collections.Immutable;
using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>A guarantee taken out of a script. What is not told apart from the real script by the tests is not tested.</summary>
/// <param name="Name">What is missing.</param>
/// <param name="Script">Where.</param>
/// <param name="Edits">The mark of a line of the script, and what stands there instead; <c>{line}</c> is the line as it was.</param>
internal sealed record Mutation(string Name, string Script, params (string Mark, string Instead)[] Edits)
{
    public static IReadOnlyList<Mutation> All { get; } =
    [
        new("grant check", "turn", ("fence", "if false then"), ("fence of a group", "if true then")),
        new("grant check of the session alone", "turn",
            ("fence", "if string.match(held or '', '^%S+') ~= session then"), ("fence of a group", "if held[i] and string.match(held[i], '^%S+') == session then")),
        new("replay check of a turn", "turn", ("repeated call", "if false then")),
        new("replay check of a turn that found nothing", "turn", ("remembered call", "if ARGV[10] then {line} end")),
        new("what does not fit stays in the list", "turn", ("what does not fit", "got, cut = #head, false")),
        new("order of calls", "turn", ("late call", "if false then")),
        new("replay check of an enqueue", "enqueue", ("known before", "if seen[id] then"), ("all are new", "if m == 0 then")),
        new("end of a session that is being recovered, in a turn", "turn", ("session", "if not redis.call('ZSCORE', K.workers, session) then")),
        new("end of a session that is being recovered, in a renewal", "renew", ("session", "if not expiry then")),
        new("end of a session that was recovered", "renew", ("session", "if false then")),
        new("atomic recovery: lists first, acts later", "recover",
            ("marked as being recovered", ""), ("begin", "if ARGV[1] == '0' then return { '1', '', '', '', unpack(sessions) } end {line}")),
        new("atomic recovery: gives back and leaves in place", "recover", ("requeued jobs leave", "")),
        new("atomic recovery: of sessions that live", "recover", ("overdue sessions", "sessions = redis.call('ZRANGEBYSCORE', K.workers, '-inf', '+inf', 'LIMIT', 0, 100)")),
        new("count of recoveries", "recover", ("count of recoveries", "recoveries = recoveries + 0")),
        new("cancelled job that stands in the list", "turn", ("cancelled in the list", "elseif false then")),
        new("cancelled job that stands in the list, swept", "sweep", ("cancelled in the list", "if false then")),
        new("asked cancellation of a job that is given back", "turn", ("asked to be cancelled", "elseif verb == 'B' then")),
        new("jobs that have ended are not cancelled", "cancel", ("has ended", "if false then")),
        new("calls of a session that left", "leave", ("calls of the session", "")),
        new("an end forgets a trait", "turn", ("traits of what has ended", "")) { Priorities = OneRanked },
        new("a recovery forgets a rank", "recover", ("rank", "local rank = nil")) { Priorities = OneRanked },
        new("the order forgets a rank", "turn", ("rank", "local rank = nil")) { Priorities = OneRanked },
    ];

    /// <summary>Of jobs it takes to see it; null: none has one.</summary>
    public ImmutableSortedDictionary<int, int>? Priorities { get; init; }

    private static ImmutableSortedDictionary<int, int> OneRanked => ImmutableSortedDictionary<int, int>.Empty.Add(2, 1);

    /// <summary>The mutated text of its script; another's as it is.</summary>
    public string Apply(string text)
    {
        if (!text.Contains($"-- {Script}: ", StringComparison.Ordinal))
            return text;
        var keys = ScriptSource.KeysOf(text).Keys;
        var lines = text.Split('\n');
        foreach (var (mark, instead) in Edits)
        {
            var marked = lines.Index().Where(line => line.Item.EndsWith($" -- @{mark}", StringComparison.Ordinal)).Select(line => line.Index).ToArray();
            Assert.True(marked.Length == 1, $"The mutation '{Name}' does not apply any more: {marked.Length} lines of {Script}.lua have the mark '{mark}'.");
            var line = lines[marked[0]];
            lines[marked[0]] = ScriptSource.Bind(instead.Replace("{line}", line[..line.LastIndexOf(" -- @", StringComparison.Ordinal)], StringComparison.Ordinal), keys);
        }
        return string.Join('\n', lines);
    }
}
