using System.Globalization;

namespace Jobs.Faults.Checking;

/// <summary>The journals of all worker processes: <c>journal-PID.txt</c> in one folder.</summary>
internal sealed class Journals(string folder)
{
    public string Folder => folder;

    /// <summary>All lines so far, the oldest first. A line that is still being written is left for the next time.</summary>
    public List<JournalLine> Read()
    {
        var lines = new List<JournalLine>();
        foreach (var file in Directory.EnumerateFiles(folder, "journal-*.txt"))
        {
            var process = int.Parse(Path.GetFileNameWithoutExtension(file).AsSpan("journal-".Length), CultureInfo.InvariantCulture);
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var text = reader.ReadToEnd();
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                lines.Add(JournalLine.Parse(process, line));
            }
        }

        lines.Sort((a, b) => a.At.CompareTo(b.At));
        return lines;
    }
}
