using System.Text;
using Jobs.Testing.Memory;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A queue in memory.</summary>
internal sealed class MemoryTestQueue : StoreQueue
{
    private readonly MemoryStore store = new(TimeProvider.System);

    private MemoryQueue Queue => store.Queue("q");

    public override IQueueStore Door => Queue;

    public override Task SetExpiryAsync(string session, long unixMs) => Do(queue => queue.Sessions[session].Expiry = unixMs);

    public override Task<long?> ExpiryAsync(string session) => Look(queue => queue.Sessions.GetValueOrDefault(session)?.Expiry);

    public override Task<string[]> SessionsAsync() => Look<string[]>(queue => [.. queue.Sessions.Keys]);

    public override Task MakeDueAsync(JobId id, long at = 1) => Do(queue => Move(queue, id, Place.Due, at));

    public override Task EndRetentionAsync(JobId id, long at = 1) => Do(queue => Move(queue, id, Place.Done, at));

    public override Task<long> NowAsync() => Task.FromResult(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());

    public override Task<long> CountAsync(string counter) => Look(queue => queue.Stats.GetValueOrDefault(counter));

    public override Task<RunState> StateAsync(JobId id) => Look(queue => queue.Jobs.GetValueOrDefault(id) is { } job ? RunState.Decode(job.Ended ?? job.State) : RunState.None);

    public override Task SetStateAsync(JobId id, byte[] state) => Do(queue => queue.Jobs[id].State = state);

    public override Task<JobId[]> ReadyAsync() => Look<JobId[]>(queue => [.. queue.Ready.Select(job => job.Id)]);

    public override Task<JobId[]> DueAsync() => Look<JobId[]>(queue => [.. queue.Due.Select(one => one.Id)]);

    public override Task<JobId[]> HeldAsync() => Where(job => job.Place == Place.Active);

    public override Task<JobId[]> AwaitedAsync() => Where(job => job.IsAwaited);

    public override Task<long> UnhandledAsync() => Look(queue => queue.Unhandled.Values.Sum(ids => (long)ids.Count));

    public override Task<long> EnvelopesAsync() => Look(queue => queue.Jobs.Values.LongCount(job => job.Envelope is not null));

    public override Task<string> PlacesAsync(JobId id) => Look(queue => queue.Jobs.GetValueOrDefault(id) is { } job ? PlacesOf(job) : "");

    public override Task LoseEnvelopeAsync(JobId id) => Do(queue => queue.Jobs[id].Envelope = null);

    public override Task<JobId> StoreAsideAsync() => Look(queue =>
    {
        var id = JobId.New();
        queue.PutLast(queue.Jobs[id] = new MemoryJob(id, EnvelopeOf(id)));
        return id;
    });

    public override Task SetIdleAsync(params string[] sessions) => Do(queue => queue.Idle.AddRange(sessions));

    public override Task<string[]> IdleAsync() => Look<string[]>(queue => [.. queue.Idle]);

    public override Task ForgetRefusalAsync(string session) => Do(queue =>
    {
        queue.Stats.Remove("refused");
        queue.Sessions[session].Last = null;
    });

    public override Task<string> DumpAsync() => Look(queue =>
    {
        var text = new StringBuilder();
        foreach (var job in queue.Jobs.Values.OrderBy(job => job.Id))
            text.AppendLine($"{job.Id} {PlacesOf(job)} {job.Time} {(job.Holder is { } holder ? Encoding.ASCII.GetString(holder.Bytes) : "")} {Hex(job.Envelope)} {Hex(job.State)} {Hex(job.Ended)} {Hex(job.Steps)}");
        text.AppendLine($"ready {string.Join(' ', queue.Ready.Select(job => job.Id))}");
        foreach (var session in queue.Sessions.Values.OrderBy(session => session.Name, StringComparer.Ordinal))
            text.AppendLine($"{session.Name} {session.Expiry != 0} {session.Last?.Number} {session.Last?.Holder?.Grant} {string.Join(' ', session.Suspects)} {string.Join(' ', session.Deferred)}");
        foreach (var (counter, count) in queue.Stats.OrderBy(one => one.Key, StringComparer.Ordinal))
            text.AppendLine($"{counter} {count}");
        foreach (var (kind, ids) in queue.Unhandled)
            text.AppendLine($"{kind} {string.Join(' ', ids)}");
        return text.AppendLine($"{string.Join(' ', queue.Idle.Order(StringComparer.Ordinal))} {queue.Watch} {queue.Upkeep?.Session} {queue.Grant}").ToString();
    });

    public override async Task AssertSoundAsync() => await Look(queue =>
    {
        Assert.Equal(queue.Jobs.Values.Where(job => job.IsListed).Select(job => job.Id).Order(), queue.Ready.Select(job => job.Id).Order());
        Assert.Equal(queue.Jobs.Values.Where(job => job.Place == Place.Due).Select(job => (job.Time, job.Id)).Order(), queue.Due);
        Assert.Equal(queue.Jobs.Values.Where(job => job.Place == Place.Done).Select(job => (job.Time, job.Id)).Order(), queue.Done);
        foreach (var job in queue.Jobs.Values)
        {
            Assert.Equal(job.Place == Place.Ready || job.IsCancelledInList, job.IsListed);
            Assert.Equal(job.Place == Place.Active, job.Holder is not null);
            Assert.True(job.Holder is null || queue.Sessions.ContainsKey(job.Holder.Session));
            Assert.False(job.IsToCancel && job.Place != Place.Active);
            Assert.False(job.IsAwaited && job.HasEnded);
            Assert.False(job.Ended is not null && !job.HasEnded);
        }
        Assert.All(queue.Idle, session => Assert.Contains(session, queue.Sessions.Keys));
        Assert.All(queue.Unhandled.Values.SelectMany(ids => ids), id => Assert.Equal(Place.Due, queue.Jobs[id].Place));
        return true;
    });

    public override async Task AssertEmptyAsync() => await Look(queue =>
    {
        Assert.Empty(queue.Jobs);
        Assert.Empty(queue.Sessions);
        return true;
    });

    public override async Task<WakeUps> ListenAsync(string[] sessions)
    {
        var counts = new Counts();
        foreach (var session in sessions)
            await counts.AddAsync(store.Messages, session);
        return counts;
    }

    public override Task<EndProbe> ListenAsync(JobId id) => Task.FromResult<EndProbe>(new End(store.Messages, store.Messages.Join("q", id)));

    public override Task EmptyAsync() => Task.CompletedTask;

    private static void Move(QueueState queue, JobId id, Place place, long at)
    {
        if (queue.Jobs.GetValueOrDefault(id) is { } job && job.Place == place)
        {
            var kinds = queue.Unhandled.Where(kind => kind.Value.Contains(id)).Select(kind => kind.Key).ToArray();
            queue.Put(job, place, at);
            foreach (var kind in kinds)
                (queue.Unhandled.TryGetValue(kind, out var ids) ? ids : queue.Unhandled[kind] = []).Add(id);
        }
    }

    private static string PlacesOf(MemoryJob job)
    {
        (string Name, bool Knows)[] places =
        [
            ("jobs", job.Envelope is not null), ("state", job.State is not null), ("ready", job.IsListed), ("due", job.Place == Place.Due), ("active", job.Place == Place.Active),
            ("done", job.Place == Place.Done), ("dead", job.Place == Place.Dead), ("cancel", job.IsToCancel), ("waiters", job.IsAwaited), ("steps", job.Steps.Length > 0), ("ended", job.Ended is not null),
        ];
        return string.Join(' ', places.Where(place => place.Knows).Select(place => place.Name));
    }

    private static string Hex(byte[]? bytes) => bytes is null ? "-" : Convert.ToHexString(bytes);

    private Task<JobId[]> Where(Func<MemoryJob, bool> condition) => Look<JobId[]>(queue => [.. queue.Jobs.Values.Where(condition).Select(job => job.Id)]);

    private Task<T> Look<T>(Func<QueueState, T> look) => Task.FromResult(Queue.Look(look));

    private Task Do(Action<QueueState> change) => Look(queue =>
    {
        change(queue);
        return true;
    });

    private sealed class Counts : WakeUps
    {
        private readonly Dictionary<string, int> counts = [];
        private readonly List<IListening> listening = [];

        public Task AddAsync(MemoryWakeUps messages, string session)
        {
            counts[session] = 0;
            listening.Add(messages.OfSession("q", session, () => counts[session]++));
            return listening[^1].BeginAsync();
        }

        public override Task<Dictionary<string, int>> CountAsync()
        {
            var since = new Dictionary<string, int>(counts);
            foreach (var session in since.Keys)
                counts[session] = 0;
            return Task.FromResult(since);
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var one in listening)
                await one.EndAsync();
        }
    }

    private sealed class End(MemoryWakeUps messages, IEndNotice notice) : EndProbe
    {
        private readonly Task ended = notice.Ended;

        public override Task<bool> IsAnnouncedAsync() => Task.FromResult(ended.IsCompleted);

        public override ValueTask DisposeAsync()
        {
            messages.Leave(notice);
            return default;
        }
    }
}
