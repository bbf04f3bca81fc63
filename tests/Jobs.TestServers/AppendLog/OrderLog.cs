using System.Text;

namespace Jobs.TestServers;

/// <summary>Holds an append-only file against the order in which jobs are handed out, within a hand-out too: what was given back to the head, by its worker or
/// by a recovery, goes first, the last given back before the others; of the rest the oldest id goes first.</summary>
/// <remarks>For queues whose jobs came to wait in the order of their ids, and of which none is retried or cancelled.</remarks>
public sealed class OrderLog
{
    private readonly Dictionary<string, Line> lines = new(StringComparer.Ordinal); // by prefix of the queue
    private readonly List<string> violations = [];

    /// <summary>What was handed out out of its turn.</summary>
    public IReadOnlyList<string> Violations => violations;

    /// <summary>How many jobs were handed out, again and again included.</summary>
    public long HandOuts { get; private set; }

    /// <summary>How many of them had been given back.</summary>
    public long Again { get; private set; }

    /// <summary>Reads a file from its beginning.</summary>
    public static OrderLog Of(ReadOnlySpan<byte> file)
    {
        var log = new OrderLog();
        var commands = new CommandReader(file);
        while (commands.Read())
        {
            if (commands.Count < 3)
                continue;
            if (commands[0].SequenceEqual("LPUSH"u8) && commands[1].EndsWith(":ready"u8))
                log.GivenBack(commands);
            else if (commands[0].SequenceEqual("HSET"u8) && commands[1].EndsWith(":active"u8))
                log.HandedOut(commands);
        }

        return log;
    }

    private void GivenBack(CommandReader command)
    {
        var head = LineOf(command[1]).Head;
        for (var i = 2; i < command.Count; i++)
            head.Add(Convert.ToHexString(command[i]));
    }

    private void HandedOut(CommandReader command)
    {
        var line = LineOf(command[1]);
        for (var i = 2; i + 1 < command.Count; i += 2)
            HandedOut(line, Convert.ToHexString(command[i]), Encoding.Latin1.GetString(command[i + 1]));
    }

    private void HandedOut(Line line, string id, string holder)
    {
        HandOuts++;
        var at = line.Head.LastIndexOf(id);
        if (line.Head.Count > 0 && at != line.Head.Count - 1)
            violations.Add($"{id} was handed out as '{holder}' before {line.Head[^1]}, which stood at the head");
        if (at >= 0)
        {
            line.Head.RemoveAt(at);
            Again++;
        }
        else if (string.CompareOrdinal(id, line.Youngest) <= 0)
        {
            violations.Add($"{id} was handed out as '{holder}' after {line.Youngest}, and was not given back");
        }
        else
        {
            line.Youngest = id;
        }
    }

    private Line LineOf(ReadOnlySpan<byte> key)
    {
        var prefix = Encoding.Latin1.GetString(key[..key.LastIndexOf((byte)':')]);
        if (!lines.TryGetValue(prefix, out var line))
            lines[prefix] = line = new();
        return line;
    }

    /// <summary>Who stands in one queue.</summary>
    private sealed class Line
    {
        /// <summary>Given back and not handed out since; the last goes first.</summary>
        public List<string> Head { get; } = [];

        /// <summary>Of those that were handed out in the order of their ids.</summary>
        public string Youngest { get; set; } = "";
    }
}
