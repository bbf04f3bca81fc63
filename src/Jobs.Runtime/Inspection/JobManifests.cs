using System.Text.Json;

namespace Jobs.Inspection;

/// <summary>All that has been published of jobs. Where builds differ, the newest that knows a version decides.</summary>
internal sealed class JobManifests
{
    private readonly Dictionary<string, List<JobManifest>> byName = new(StringComparer.Ordinal);

    /// <param name="sets">As workers write them; what cannot be read is left out.</param>
    public static JobManifests Read(IEnumerable<string> sets)
    {
        var all = new JobManifests();
        foreach (var set in sets.OrderByDescending(TimeOf))
        {
            all.Add(set);
        }

        return all;
    }

    /// <summary>When it was published; 0 for what cannot be read.</summary>
    public static long TimeOf(string set)
    {
        try
        {
            using var json = JsonDocument.Parse(set);
            return json.RootElement.GetProperty("at").GetInt64();
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return 0;
        }
    }

    /// <summary>How a payload of a job is to be shown.</summary>
    /// <returns>Null: nobody has published that version.</returns>
    public PayloadContract? Find(string name, int version) =>
        byName.TryGetValue(name, out var manifests) ? manifests.Select(m => m.Contracts.GetValueOrDefault(version)).FirstOrDefault(static c => c is not null) : null;

    private void Add(string set)
    {
        try
        {
            using var json = JsonDocument.Parse(set);
            foreach (var job in json.RootElement.GetProperty("jobs").EnumerateArray())
            {
                var manifest = JobManifest.Read(job);
                foreach (var name in manifest.Aliases.Prepend(manifest.Name))
                {
                    if (!byName.TryGetValue(name, out var list))
                    {
                        byName.Add(name, list = []);
                    }

                    list.Add(manifest);
                }
            }
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            // Somebody's edit, or a later form: what it describes is shown as not described.
        }
    }

    private static bool IsUnreadable(Exception e) => e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException;
}
