using System.Text;
using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Everything a queue's keys hold, at one moment, and what must always be true of it.</summary>
internal sealed record QueueDump
{
    private readonly Dictionary<QueueKey, (RedisValue Member, string Value)[]> keys = [];

    public QueueDump(QueueSnapshot snapshot)
    {
        foreach (var key in Enum.GetValues<QueueKey>())
        {
            var entries = snapshot[key];
            keys[key] = QueueSnapshot.IsPlain(key) ? [.. entries.Select(member => (member, ""))]
                : [.. entries.Chunk(2).Select(pair => (pair[0], QueueSnapshot.IsSorted(key) ? $"{(double)pair[1]:R}" : Show(pair[1])))];
        }
    }

    public static async Task<QueueDump> ReadAsync(TestQueue queue) => new(await QueueSnapshot.ReadAsync(queue));

    public IEnumerable<JobId> Ids(QueueKey key) =>
        keys[key].Where(entry => key != QueueKey.Cancel || !IsSessionOfCancel(entry.Member)).Select(entry => TestQueue.IdOf(key == QueueKey.Ranked ? ((byte[])entry.Member!)[^JobId.Size..] : entry.Member));

    public IEnumerable<string> Names(QueueKey key) => keys[key].Select(entry => (string)entry.Member!);

    public IEnumerable<(JobId Id, double Score)> Scores(QueueKey key) =>
        keys[key].Select(entry => (TestQueue.IdOf(entry.Member), double.Parse(entry.Value, System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>Equal for equal states. Of a session's expiry, which every turn moves, only whether there is one; of who sees to the queue, not until when.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, entries) in keys)
        {
            text.Append(key).Append(':').AppendLine();
            foreach (var (member, value) in key == QueueKey.Ready ? entries : entries.OrderBy(entry => Show(entry.Member), StringComparer.Ordinal).AsEnumerable())
                text.Append("  ").Append(Show(member)).Append(" = ").AppendLine(
                    key == QueueKey.Workers && value != "0" ? "expiry" : key == QueueKey.Control && member == "upkeep" ? value.Split(' ')[2] : value);
        }
        return text.ToString();
    }

    /// <summary>The jobs in a session's hands.</summary>
    public IEnumerable<JobId> HeldBy(string session) =>
        keys[QueueKey.Active].Where(entry => entry.Value.Split(' ')[0] == session).Select(entry => TestQueue.IdOf(entry.Member));

    /// <summary><see cref="AssertSound"/> passes.</summary>
    public bool IsSound
    {
        get
        {
            try
            {
                AssertSound();
                return true;
            }
            catch (Xunit.Sdk.XunitException)
            {
                return false;
            }
        }
    }

    /// <summary>Each job stands in exactly one place, and nothing is left over of a job or a session that is gone.</summary>
    public void AssertSound()
    {
        var jobs = Ids(QueueKey.Jobs).ToHashSet();
        var places = new[] { QueueKey.Ready, QueueKey.Ranked, QueueKey.Due, QueueKey.Active, QueueKey.Done, QueueKey.Dead }
            .SelectMany(key => Ids(key).Select(id => (Id: id, Key: key)))
            .ToLookup(place => place.Id, place => place.Key);
        var states = keys[QueueKey.State].ToDictionary(entry => TestQueue.IdOf(entry.Member), entry => entry.Value);

        foreach (var id in jobs)
        {
            var cancelledInList = states.GetValueOrDefault(id, "").StartsWith('X');
            Assert.Equal(cancelledInList ? [QueueKey.Ready, QueueKey.Done] : [Assert.Single(places[id])], places[id]);
        }
        Assert.All(places, place => Assert.Contains(place.Key, jobs));
        Assert.All(states.Keys, id => Assert.Contains(id, jobs));
        Assert.All(states.Values, state => Assert.False(IsOfTheEnd(state), state));
        Assert.All(keys[QueueKey.Ended], entry => Assert.True(IsOfTheEnd(entry.Value), entry.Value));
        Assert.All(Ids(QueueKey.Ended), id => Assert.False(states.ContainsKey(id)));
        Assert.All(Ids(QueueKey.Ended), id => Assert.Contains(Assert.Single(places[id]), new[] { QueueKey.Done, QueueKey.Dead }));
        Assert.All(Ids(QueueKey.Steps), id => Assert.Contains(id, jobs));
        Assert.All(Ids(QueueKey.Traits), id => Assert.DoesNotContain(Assert.Single(places[id]), new[] { QueueKey.Done, QueueKey.Dead }));
        Assert.All(Ids(QueueKey.Ranked), id => Assert.Contains(id, Ids(QueueKey.Traits)));
        Assert.All(Ids(QueueKey.Cancel), id => Assert.Contains(QueueKey.Active, places[id]));
        Assert.All(Ids(QueueKey.Waiters), id => Assert.DoesNotContain(places[id], place => place is QueueKey.Done or QueueKey.Dead));

        var sessions = Names(QueueKey.Workers).ToHashSet();
        Assert.All(keys[QueueKey.Active], entry => Assert.Contains(entry.Value.Split(' ')[0], sessions));
        Assert.All(Names(QueueKey.Calls), session => Assert.Contains(session, sessions));
        Assert.All(Names(QueueKey.Idle), session => Assert.Contains(session, sessions));
    }

    /// <summary>A session's list of jobs it is asked to cancel stands beside the jobs.</summary>
    private bool IsSessionOfCancel(RedisValue member) => Names(QueueKey.Workers).Contains((string)member!);

    private static bool IsOfTheEnd(string state) => state[0] is 'c' or 'x' or 'd' or 'q' or 'm';

    /// <summary>Text as it is; other bytes escaped.</summary>
    private static string Show(RedisValue value)
    {
        var text = new StringBuilder();
        foreach (var b in (byte[])value!)
            text.Append(b is >= 0x20 and < 0x7F ? (char)b : $"\\{b:x2}");
        return text.ToString();
    }
}
