using Jobs.Faults.Running;

namespace Jobs.Faults.Checking;

/// <summary>All that is known when a run is over: what the processes wrote down, what the harness did, what Redis holds.</summary>
/// <param name="Stories">Every job that was stored, or that may be, or that Redis holds, or that ran.</param>
/// <param name="Enqueues">What producer processes were told.</param>
/// <param name="Acknowledged">The jobs whose enqueue was answered with success.</param>
/// <param name="Faults">What was done to them.</param>
internal sealed record History(
    IReadOnlyList<JobStory> Stories, IReadOnlyList<EnqueueStory> Enqueues, IReadOnlySet<JobId> Acknowledged, IReadOnlyList<FaultEntry> Faults)
{
    public static async Task<History> ReadAsync(Stage stage)
    {
        var lines = stage.Journals.Read().ToLookup(line => line.Id);
        var stored = await stage.Queue.ReadAsync();
        var enqueues = stage.Journals.ReadEnqueues();
        var acknowledged = enqueues.Where(story => story.IsStored).Select(story => story.Id).Concat(stage.Enqueued.Select(job => job.Id)).ToHashSet();
        var ids = acknowledged.Concat(enqueues.Select(story => story.Id)).Concat(stored.Keys).Concat(lines.Select(group => group.Key)).Distinct();
        return new([.. ids.Select(id => new JobStory(id, stored.GetValueOrDefault(id), [.. lines[id]]))], enqueues, acknowledged, stage.Faults.All);
    }
}
