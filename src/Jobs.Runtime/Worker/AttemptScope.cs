using System.Collections;

namespace Jobs.Worker;

/// <summary>What every log line of an attempt carries.</summary>
internal sealed class AttemptScope(JobContext context) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 4;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("JobId", context.Id),
        1 => new("JobName", context.JobName),
        2 => new("Queue", context.Queue),
        3 => new("Attempt", context.Attempt),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    public override string ToString() => $"{context.JobName} {context.Id} from {context.Queue}, attempt {context.Attempt}";

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
