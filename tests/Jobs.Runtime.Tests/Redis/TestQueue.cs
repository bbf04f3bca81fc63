using System.Text;
using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>One queue of one test: the store's operations with short arguments, and a look at its keys.</summary>
/// <param name="connection">Prepares and looks.</param>
/// <param name="prefix">Of the test's keys.</param>
/// <param name="user">Makes the store's calls; null: <paramref name="connection"/> does.</param>
internal sealed class TestQueue(IConnectionMultiplexer connection, string prefix, IConnectionMultiplexer? user = null)
{
    public const long NoRetention = 0;
    public const long Retention = 3_600_000;
    public static readonly TimeSpan SessionLength = TimeSpan.FromMinutes(10); // nothing here runs so long: only ExpireAsync ends a session

    public IConnectionMultiplexer Connection { get; } = connection;

    public IDatabase Database { get; } = connection.GetDatabase();

    public JobStore Store { get; } = new(new ScriptRunner(user ?? connection), prefix);

    public QueueNames Names => Store.Queue("q").Names;

    /// <summary>What priority jobs are stored with.</summary>
    public Func<JobId, int> PriorityOf { get; set; } = static _ => 0;

    /// <summary>What clients and workers see of it.</summary>
    public IQueueStore Door => Store.Queue("q");

    public RedisKey Key(QueueKey key) =>
        key == QueueKey.Jobs ? throw new ArgumentOutOfRangeException(nameof(key), "Its tables have a key each: TableOf.") : $"{{{prefix}:q}}:{QueueNames.Text(key)}";

    /// <summary>The key that holds the job's envelope.</summary>
    public RedisKey TableOf(JobId id) => Names.Tables[JobTable.Of(id)];

    public static byte[] EnvelopeOf(JobId id) => Encoding.UTF8.GetBytes($"envelope of {id}");

    public Task<List<int>> EnqueueAsync(params JobId[] ids) => EnqueueAsync(ids, []);

    /// <param name="unixMs">When they may start.</param>
    /// <param name="ids">The jobs.</param>
    public Task<List<int>> EnqueueAtAsync(long unixMs, params JobId[] ids) => EnqueueAsync([], [.. ids.Select(id => (id, StartTime.At(unixMs)))]);

    /// <param name="ms">For how long they wait.</param>
    /// <param name="ids">The jobs.</param>
    public Task<List<int>> EnqueueAfterAsync(long ms, params JobId[] ids) => EnqueueAsync([], [.. ids.Select(id => (id, StartTime.After(TimeSpan.FromMilliseconds(ms))))]);

    public Task<List<int>> EnqueueAsync(JobId[] ready, (JobId Id, StartTime Time)[] waiting) =>
        EnqueueAsync([.. ready.Select(id => (id, EnvelopeOf(id), default(StartTime))), .. waiting.Select(one => (one.Id, EnvelopeOf(one.Id), one.Time))]);

    public Task<List<int>> EnqueueAsync(JobId id, byte[] envelope) => EnqueueAsync([(id, envelope, default)]);

    /// <summary>A call for each table that has some of them.</summary>
    /// <param name="jobs">First those that may start at once, without a time.</param>
    /// <returns>Positions, from 1, of those that were stored before.</returns>
    public async Task<List<int>> EnqueueAsync((JobId Id, byte[] Envelope, StartTime Time)[] jobs)
    {
        var known = new List<int>();
        var terms = jobs.Select(job => new EnqueueTerms(job.Time, PriorityOf(job.Id))).ToArray();
        foreach (var ofTable in Enumerable.Range(0, jobs.Length).OrderBy(at => !terms[at].IsPlain).GroupBy(at => JobTable.Of(jobs[at].Id)).Select(group => group.ToArray()))
        {
            var request = new JobsRequest([.. ofTable.Select(at => (jobs[at].Id, jobs[at].Envelope, terms[at]))]);
            known.AddRange((await Door.EnqueueAsync(request)).Select(position => ofTable[Math.Abs(position) - 1] + 1)); // whoever stored it before
        }
        known.Sort();
        return known;
    }

    /// <summary>How many envelopes there are.</summary>
    public async Task<long> EnvelopesAsync() => (await Task.WhenAll(Names.Tables.Select(table => Database.HashLengthAsync(table)))).Sum();

    public async Task<TestSession> JoinAsync(string session = "a", int aloneFrom = int.MaxValue, string? limits = null)
    {
        Assert.True(await Door.JoinAsync(session, SessionLength));
        return new(this, session, calls: 0, aloneFrom, limits);
    }

    /// <summary>Stores one job and has a session take it.</summary>
    public async Task<TakenJob> TakeNewAsync(TestSession by)
    {
        await EnqueueAsync(JobId.New());
        return Assert.Single((await by.TurnAsync(want: 1)).Jobs);
    }

    public Task<CancelResult> CancelAsync(JobId id, long retentionMs = Retention) =>
        Door.CancelAsync(id, TimeSpan.FromMilliseconds(retentionMs));

    public async Task<bool> RenewAsync(string session, TimeSpan length) => await RenewAsync(session, length, restsAfter: -1, default) != Renewal.Ended;

    public async Task<Renewal> RenewAsync(string session, TimeSpan length, long restsAfter, TimeSpan restingLength)
    {
        var renewal = Door.BeginRenew(session, length, restsAfter, restingLength);
        await renewal.Reply;
        return renewal.End();
    }

    /// <summary>All steps of a recovery.</summary>
    public async Task<(JobId[] Recovered, JobId[] Quarantined)> RecoverAsync(int maxRecoveries = 3, int batch = 500)
    {
        List<JobId> recovered = [], quarantined = [];
        var step = RecoverStep.Start;
        do
        {
            step = await Door.RecoverAsync(step, maxRecoveries, batch);
            recovered.AddRange(step.Recovered);
            quarantined.AddRange(step.Quarantined);
        }
        while (!step.IsLast);
        return ([.. recovered], [.. quarantined]);
    }

    /// <summary>Moves a session's expiry into the past.</summary>
    public Task ExpireAsync(string session) => Database.SortedSetAddAsync(Key(QueueKey.Workers), session, 1);

    /// <summary>Moves the time of a waiting job into the past.</summary>
    /// <param name="id">The job.</param>
    /// <param name="at">Among others that are due, the earlier goes first.</param>
    public Task MakeDueAsync(JobId id, long at = 1) => Database.SortedSetAddAsync(Key(QueueKey.Due), JobStore.Bytes(id), at, SortedSetWhen.Exists);

    /// <summary>Moves the end of a job's retention into the past.</summary>
    public Task EndRetentionAsync(JobId id) => Database.SortedSetAddAsync(Key(QueueKey.Done), JobStore.Bytes(id), 1, SortedSetWhen.Exists);

    /// <summary>The server's clock, unix ms.</summary>
    public async Task<long> NowAsync()
    {
        var time = (RedisResult[])(await Database.ExecuteAsync("TIME"))!;
        return ((long)time[0] * 1000) + ((long)time[1] / 1000);
    }

    public async Task<long> CountAsync(string counter) => (long)await Database.HashGetAsync(Key(QueueKey.Stats), counter);

    /// <summary>What it has been through, or what its end has written of it.</summary>
    public async Task<RunState> StateAsync(JobId id)
    {
        var ended = await Database.HashGetAsync(Key(QueueKey.Ended), JobStore.Bytes(id));
        return RunState.Decode((byte[]?)(ended.IsNull ? await Database.HashGetAsync(Key(QueueKey.State), JobStore.Bytes(id)) : ended));
    }

    /// <summary>Ids in the order they will be handed out.</summary>
    public async Task<JobId[]> ReadyAsync() => [.. (await Database.ListRangeAsync(Key(QueueKey.Ready))).Select(IdOf)];

    /// <summary>The keys that hold the job, such as <c>"jobs ready"</c>; empty: nothing knows it.</summary>
    public async Task<string> PlacesAsync(JobId id)
    {
        var bytes = JobStore.Bytes(id);
        var keys = new List<QueueKey>();
        foreach (var key in Enum.GetValues<QueueKey>())
        {
            var there = key switch
            {
                QueueKey.Ready => (await Database.ListRangeAsync(Key(key))).Contains(bytes),
                QueueKey.Due or QueueKey.Done or QueueKey.Dead => await Database.SortedSetScoreAsync(Key(key), bytes) is not null,
                QueueKey.Waiters => await Database.SetContainsAsync(Key(key), bytes),
                QueueKey.Jobs => await Database.HashExistsAsync(TableOf(id), bytes),
                QueueKey.State or QueueKey.Active or QueueKey.Cancel or QueueKey.Steps or QueueKey.Ended => await Database.HashExistsAsync(Key(key), bytes),
                _ => false,
            };
            if (there)
                keys.Add(key);
        }
        return string.Join(' ', keys.Select(QueueNames.Text));
    }

    public static JobId IdOf(RedisValue bytes) => JobId.Read((byte[])bytes!);
}
