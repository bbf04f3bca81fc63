using System.Globalization;

namespace Jobs.Faults.Checking;

/// <summary>What the processes wrote down, in one folder: <c>journal-PID.txt</c> of workers, <c>enqueued-PID.txt</c> of producers.</summary>
internal sealed class Journals(string folder)
{
    public string Folder => folder;

    /// <summary>What was written before, on the clock of <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/>, belongs to an earlier round and is not read.</summary>
    public long Since { get; set; }

    /// <summary>All events so far, the oldest first. A line that is still being written is left for the next time.</summary>
    public List<JournalLine> Read()
    {
        var lines = new List<JournalLine>();
        foreach (var (process, line) in Lines("journal-"))
        {
            var read = JournalLine.Parse(process, line);
            if (read.At >= Since)
            {
                lines.Add(read);
            }
        }

        lines.Sort((a, b) => a.At.CompareTo(b.At));
        return lines;
    }

    /// <summary>How many events there are so far, those of earlier rounds too.</summary>
    public int Count() => Lines("journal-").Count();

    /// <summary>All enqueues of producer processes.</summary>
    public IReadOnlyList<EnqueueStory> ReadEnqueues()
    {
        var stories = new Dictionary<JobId, EnqueueStory>();
        foreach (var (process, line) in Lines("enqueued-"))
        {
            var (word, at, id) = EnqueueStory.Parse(line);
            if (at < Since)
            {
                continue;
            }

            if (!stories.TryGetValue(id, out var story))
            {
                stories.Add(id, story = new(id, process));
            }

            story.Add(word, at);
        }

        foreach (var story in stories.Values)
        {
            story.Close();
        }

        return [.. stories.Values];
    }

    private IEnumerable<(int Process, string Line)> Lines(string prefix)
    {
        foreach (var file in Directory.EnumerateFiles(folder, prefix + "*.txt"))
        {
            var process = int.Parse(Path.GetFileNameWithoutExtension(file).AsSpan(prefix.Length), CultureInfo.InvariantCulture);
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var text = reader.ReadToEnd();
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                yield return (process, line);
            }
        }
    }
}
