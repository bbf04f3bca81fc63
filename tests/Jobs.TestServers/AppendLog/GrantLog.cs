using System.Globalization;
using System.Text;

namespace Jobs.TestServers;

/// <summary>Holds an append-only file against the rule that a job is in one hand at a time: it is handed out again only after the former hand-out
/// was ended, by its own session while that lives, or by a recovery once that session was over by the server's clock.</summary>
public sealed class GrantLog
{
    private const long Slack = 2000; // ms: the file tells whole seconds, by a clock the server reads ten times a second
    private readonly Dictionary<string, Dictionary<string, string>> active = []; // key -> id -> holder
    private readonly Dictionary<string, Dictionary<string, double>> sessions = []; // prefix of the queue -> session -> expiry
    private readonly Dictionary<string, long> grants = []; // key -> the highest so far
    private readonly List<string> violations = [];

    /// <summary>What breaks the rule.</summary>
    public IReadOnlyList<string> Violations => violations;

    /// <summary>How many jobs were handed out, again and again included.</summary>
    public long HandOuts { get; private set; }

    /// <summary>How many sessions were ended by a recovery.</summary>
    public long EndedSessions { get; private set; }

    /// <summary>Reads a file from its beginning.</summary>
    public static GrantLog Of(ReadOnlySpan<byte> file)
    {
        var log = new GrantLog();
        var commands = new CommandReader(file);
        while (commands.Read())
        {
            if (commands.Count < 2)
                continue;
            if (commands[1].EndsWith(":active"u8))
                log.Active(commands);
            else if (commands[1].EndsWith(":workers"u8))
                log.Workers(commands);
        }

        return log;
    }

    private void Active(CommandReader command)
    {
        var key = Text(command[1]);
        var held = Of(active, key);
        if (command[0].SequenceEqual("HSET"u8))
        {
            for (var i = 2; i + 1 < command.Count; i += 2)
                HandedOut(key, held, Convert.ToHexString(command[i]), Text(command[i + 1]));
        }
        else if (command[0].SequenceEqual("HDEL"u8))
        {
            for (var i = 2; i < command.Count; i++)
                held.Remove(Convert.ToHexString(command[i]));
        }
        else if (command[0].SequenceEqual("DEL"u8) || command[0].SequenceEqual("UNLINK"u8))
        {
            held.Clear();
        }
    }

    private void HandedOut(string key, Dictionary<string, string> held, string id, string holder)
    {
        HandOuts++;
        if (held.TryGetValue(id, out var before))
            violations.Add($"{id} was handed out as '{holder}' while '{before}' held it");
        var words = holder.Split(' ');
        var grant = long.Parse(words[1], CultureInfo.InvariantCulture);
        if (grant < grants.GetValueOrDefault(key))
            violations.Add($"{id} was handed out under grant {grant}, after grant {grants[key]}");
        if (!Of(sessions, Prefix(key)).TryGetValue(words[0], out var expiry) || expiry == 0)
            violations.Add($"{id} was handed out to session {words[0]}, which is over");
        grants[key] = Math.Max(grant, grants.GetValueOrDefault(key));
        held[id] = holder;
    }

    private void Workers(CommandReader command)
    {
        var key = Text(command[1]);
        var known = Of(sessions, Prefix(key));
        if (command[0].SequenceEqual("ZADD"u8))
        {
            for (var i = 2; i + 1 < command.Count; i += 2)
                Expires(known, Text(command[i + 1]), double.Parse(Text(command[i]), CultureInfo.InvariantCulture), command.Second);
        }
        else if (command[0].SequenceEqual("ZREM"u8))
        {
            for (var i = 2; i < command.Count; i++)
                Forgotten(known, Of(active, Prefix(key) + ":active"), Text(command[i]));
        }
    }

    private void Expires(Dictionary<string, double> known, string session, double expiry, long second)
    {
        var before = known.GetValueOrDefault(session);
        if (expiry == 0 && before > 0)
        {
            EndedSessions++;
            if (second > 0 && before > (second * 1000) + Slack)
                violations.Add($"session {session} was ended {(before - (second * 1000) - Slack) / 1000:N1} s too early");
        }
        else if (expiry > 0 && before == 0 && known.ContainsKey(session))
        {
            violations.Add($"session {session} came back after it was ended");
        }

        known[session] = expiry;
    }

    private void Forgotten(Dictionary<string, double> known, Dictionary<string, string> held, string session)
    {
        known.Remove(session);
        foreach (var (id, holder) in held.Where(one => one.Value.StartsWith(session + " ", StringComparison.Ordinal)))
            violations.Add($"session {session} was forgotten while '{holder}' held {id}");
    }

    private static string Prefix(string key) => key[..key.LastIndexOf(':')];

    private static string Text(ReadOnlySpan<byte> word) => Encoding.Latin1.GetString(word);

    private static Dictionary<string, T> Of<T>(Dictionary<string, Dictionary<string, T>> all, string key)
    {
        if (!all.TryGetValue(key, out var one))
            all[key] = one = new(StringComparer.Ordinal);
        return one;
    }
}
