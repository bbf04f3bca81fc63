using System.Buffers.Text;

namespace Jobs.TestServers;

/// <summary>Reads the commands of an append-only file, one after the other: what the server did, in the order in which it did it.</summary>
/// <remarks>Redis 7 writes the effects of a script and not its call. Beyond the last whole command nothing is read: a kill may have cut it.</remarks>
public ref struct CommandReader(ReadOnlySpan<byte> log)
{
    private const int MaxKept = 4096; // arguments of one command: the longest of ours have 2,000
    private readonly ReadOnlySpan<byte> log = log;
    private readonly List<(int At, int Length)> arguments = new(MaxKept);
    private int next;

    /// <summary>The second in which it was done, unix time, by the server's clock; 0: the file does not say (<c>aof-timestamp-enabled</c>).</summary>
    public long Second { get; private set; }

    /// <summary>How many words the command has.</summary>
    public readonly int Count => arguments.Count;

    /// <summary>One of its words; 0 is its name.</summary>
    public readonly ReadOnlySpan<byte> this[int index] => log.Slice(arguments[index].At, arguments[index].Length);

    /// <returns>False: that was the last.</returns>
    /// <exception cref="FormatException">It is no such file.</exception>
    public bool Read()
    {
        arguments.Clear();
        while (next < log.Length && log[next] == '#')
        {
            var line = Line(ref next);
            if (line.StartsWith("#TS:"u8) && Utf8Parser.TryParse(line[4..], out long second, out _))
                Second = second;
        }

        var at = next;
        if (at >= log.Length)
            return false;
        if (log[at] != '*')
            throw new FormatException($"No command begins at byte {at} of the append-only file.");
        if (Number(ref at) is not { } count)
            return false;
        for (var i = 0; i < count; i++)
        {
            if (at >= log.Length || Number(ref at) is not { } length || at + length + 2 > log.Length)
                return false;
            arguments.Add((at, (int)length));
            at += (int)length + 2;
        }

        next = at;
        return true;
    }

    /// <summary>A line of a mark and a number, as <c>*3</c>.</summary>
    private readonly long? Number(ref int at) => Utf8Parser.TryParse(Line(ref at)[1..], out long number, out _) ? number : null;

    private readonly ReadOnlySpan<byte> Line(ref int at)
    {
        var length = log[at..].IndexOf((byte)'\n');
        if (length < 0)
        {
            at = log.Length;
            return "?"u8;
        }

        var line = log.Slice(at, length);
        at += length + 1;
        return line;
    }
}
