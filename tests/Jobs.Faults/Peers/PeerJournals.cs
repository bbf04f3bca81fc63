using System.Globalization;

namespace Jobs.Faults.Peers;

/// <summary>What a peer's processes wrote down, by the numbers of the jobs: its ids are its own.</summary>
internal sealed class PeerJournals(string folder)
{
    public int Unknown => Numbers("enqueued-", "unknown").Count();

    public int Acknowledged => Numbers("enqueued-", "stored").Distinct().Count();

    /// <summary>How many jobs ran to their end.</summary>
    public int Ended => Numbers("journal-", "end").Distinct().Count();

    /// <summary>How many jobs started more than once. None of these jobs fails.</summary>
    public int Repeated => Numbers("journal-", "start").CountBy(number => number).Count(job => job.Value > 1);

    private IEnumerable<int> Numbers(string prefix, string word)
    {
        foreach (var file in Directory.EnumerateFiles(folder, prefix + "*.txt"))
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var text = reader.ReadToEnd();
            foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.StartsWith(word, StringComparison.Ordinal))
                {
                    yield return int.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
                }
            }
        }
    }
}
