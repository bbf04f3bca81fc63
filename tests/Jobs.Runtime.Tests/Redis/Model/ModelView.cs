using System.Globalization;
using System.Text;
using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>The model's queue as Redis is to hold it, and the difference from what it does hold.</summary>
internal static class ModelView
{
    /// <summary>An id of 16 readable bytes.</summary>
    public static JobId IdOf(int job) => JobId.Read(Encoding.ASCII.GetBytes(TextOf(job)));

    public static int JobOf(JobId id)
    {
        Span<byte> bytes = stackalloc byte[JobId.Size];
        id.WriteTo(bytes);
        return int.Parse(bytes[4..], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public static string HolderOf(string session, long grant)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{grant} {ModelQueue.Now}");
        return $"{session} {numbers.PadLeft(64 - session.Length, '0')}"; // of 65 bytes, as the script says why
    }

    public static QueueSnapshot Of(ModelQueue queue)
    {
        var entries = QueueSnapshot.Empty.Entries.Select(_ => new List<RedisValue>()).ToArray();
        void Add(QueueKey key, params RedisValue[] values) => entries[(int)key].AddRange(values);

        foreach (var (number, job) in queue.Jobs)
        {
            var id = (RedisValue)TextOf(number);
            Add(QueueKey.Jobs, id, TestQueue.EnvelopeOf(IdOf(number)));
            if (job.State is { } state)
                Add(state.IsOfTheEnd ? QueueKey.Ended : QueueKey.State, id, state.ToString());
            if (job.Place == Place.Active)
                Add(QueueKey.Active, id, HolderOf(job.Session, job.Grant));
            else if (job.Place != Place.Ready)
                Add(job.Place switch { Place.Due => QueueKey.Due, Place.Done => QueueKey.Done, _ => QueueKey.Dead }, id, job.Time);
            if (queue.Priorities.TryGetValue(number, out var priority) && !job.HasEnded)
                Add(QueueKey.Traits, id, (byte[])[.. JobTraits.Encode(priority)!, .. "S\u0006"u8, .. NumberOf(queue.Numbers[number])]);
            if (queue.IsRanked(number) && job.Place == Place.Ready)
                Add(QueueKey.Ranked, (byte[])[.. new byte[8], .. JobTraits.Encode(priority)![2..], .. NumberOf(queue.Numbers[number]), .. JobStore.Bytes(IdOf(number))], 0);
            if (job.CancelAsked)
                Add(QueueKey.Cancel, id, job.Session);
            if (job.Awaited)
                Add(QueueKey.Waiters, id);
        }
        Add(QueueKey.Ready, [.. queue.Ready.Select(job => (RedisValue)TextOf(job))]);
        foreach (var (name, session) in queue.Sessions)
        {
            Add(QueueKey.Workers, name, session.Expiry);
            if (session.Last is { } last)
            {
                var holder = last.Grant == 0 ? "" : HolderOf(name, last.Grant);
                Add(QueueKey.Calls, name, $"{last.Number}\n{holder}\n{last.Refused.Count}\n{string.Concat(last.Refused.Concat(last.Taken).Select(TextOf))}");
            }
        }
        if (queue.Grant > 0)
            Add(QueueKey.Control, "grant", queue.Grant);
        if (queue.LastNumber > 0)
            Add(QueueKey.Control, "sequence", queue.LastNumber);
        foreach (var (counter, value) in queue.Stats)
            Add(QueueKey.Stats, counter, value);
        return new([.. entries.Select(one => one.ToArray())]);
    }

    /// <summary>Equal for equal queues, whatever order a hash is read in. Without who is idle and who watches the clock.</summary>
    public static string Show(QueueSnapshot snapshot)
    {
        var text = new StringBuilder();
        foreach (var key in Enum.GetValues<QueueKey>())
        {
            if (key == QueueKey.Idle)
                continue;
            var lines = QueueSnapshot.IsPlain(key) ? snapshot[key].Select(one => $"{one}") : snapshot[key].Chunk(2)
                .Where(pair => pair[0] != "watch" && pair[0] != "scan" && (key != QueueKey.Cancel || ((byte[])pair[0]!).Length == JobId.Size))
                .Select(pair => $"{pair[0]} = {(QueueSnapshot.IsSorted(key) ? ((double)pair[1]).ToString("R", CultureInfo.InvariantCulture) : ((string)pair[1]!).Replace('\n', '|'))}");
            text.Append(key).Append(": ").AppendLine(string.Join("; ", key == QueueKey.Ready ? lines : lines.Order(StringComparer.Ordinal)));
        }
        return text.ToString();
    }

    /// <summary>Six bytes.</summary>
    private static byte[] NumberOf(long number) => [.. Enumerable.Range(0, 6).Select(i => (byte)(number >> (8 * (5 - i))))];

    private static string TextOf(int job) => string.Create(CultureInfo.InvariantCulture, $"job-{job:D12}");
}
