using System.Reflection;
using System.Text;

namespace Jobs.Redis;

/// <summary>The text of a script as its files have it: its own, with the parts it names, and keys by name.</summary>
/// <remarks>A line <c>-- part: name</c> stands for the file <c>Parts/name.lua</c>, which may name others; each is put in once, where it is first named.
/// <c>K.name</c> becomes <c>KEYS[n]</c> by the script's line <c>-- keys</c>, so a name costs a call nothing and a wrong one does not load.</remarks>
internal static class ScriptSource
{
    private const string Part = "-- part: ";
    private const string KeysLine = "-- keys ";

    /// <summary>Behind <c>jobs</c>: all tables, as the last keys, and not the one that the jobs of a call stand in.</summary>
    private const char EveryTable = '*';

    public static string Compose(string name)
    {
        var lines = new List<string>();
        Add(name + ".lua", lines, []);
        return string.Join('\n', lines);
    }

    /// <returns>The keys in the order of the script's line, and whether <see cref="QueueKey.Jobs"/> among them stands for one table.</returns>
    public static (QueueKey[] Keys, bool IsOfOneTable) KeysOf(string text)
    {
        var line = text.Split('\n').First(static line => line.StartsWith(KeysLine, StringComparison.Ordinal));
        var words = line[KeysLine.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ([.. words.Select(static word => KeyOf(word.TrimEnd(EveryTable)))], words.Contains(QueueNames.Text(QueueKey.Jobs)));
    }

    /// <summary>The text with each key by its number.</summary>
    public static string Bind(string text, IReadOnlyList<QueueKey> keys)
    {
        var bound = new StringBuilder(text.Length + 256);
        var from = 0;
        for (var at = Next(text, 0); at >= 0; at = Next(text, from))
        {
            var end = at + 2;
            while (end < text.Length && char.IsAsciiLetterLower(text[end]))
            {
                end++;
            }

            var number = Number(keys, text[(at + 2)..end]);
            bound.Append(text, from, at - from).Append("KEYS[").Append(number).Append(']');
            from = end;
        }

        return bound.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Where the next key stands by name.</summary>
    private static int Next(string text, int from)
    {
        for (var at = text.IndexOf("K.", from, StringComparison.Ordinal); at >= 0; at = text.IndexOf("K.", at + 1, StringComparison.Ordinal))
        {
            if (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]))
            {
                return at;
            }
        }

        return -1;
    }

    private static int Number(IReadOnlyList<QueueKey> keys, string name)
    {
        for (var i = 0; i < keys.Count; i++)
        {
            if (QueueNames.Text(keys[i]) == name)
            {
                return i + 1;
            }
        }

        throw new InvalidOperationException($"A script uses key '{name}', which its line of keys does not name.");
    }

    private static QueueKey KeyOf(string word)
    {
        for (var key = default(QueueKey); key <= QueueNames.LastKey; key++)
        {
            if (QueueNames.Text(key) == word)
            {
                return key;
            }
        }

        throw new InvalidOperationException($"No queue has a key '{word}'.");
    }

    private static void Add(string resource, List<string> lines, HashSet<string> added)
    {
        foreach (var line in Read(resource).TrimEnd('\n').Split('\n'))
        {
            if (!line.StartsWith(Part, StringComparison.Ordinal))
            {
                lines.Add(line);
            }
            else if (added.Add(line))
            {
                Add($"Parts/{line[Part.Length..]}.lua", lines, added);
            }
        }
    }

    private static string Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"Script '{resource}' is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
