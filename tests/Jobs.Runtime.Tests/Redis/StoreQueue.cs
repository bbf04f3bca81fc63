using System.Text;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>One queue of one test, in any store: the door's operations with short arguments, a look at what is stored, and moves of stored times into the past.</summary>
internal abstract class StoreQueue
{
    public const long NoRetention = 0;
    public const long Retention = 3_600_000;
    public static readonly TimeSpan SessionLength = TimeSpan.FromMinutes(10); // nothing here runs so long: only ExpireAsync ends a session

    /// <summary>What priority jobs are stored with.</summary>
    public Func<JobId, int> PriorityOf { get; set; } = static _ => 0;

    /// <summary>What clients and workers see of it.</summary>
    public abstract IQueueStore Door { get; }

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

    public Task<CancelResult> CancelAsync(JobId id, long retentionMs = Retention) => Door.CancelAsync(id, TimeSpan.FromMilliseconds(retentionMs));

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
    public Task ExpireAsync(string session) => SetExpiryAsync(session, 1);

    /// <param name="session">Which.</param>
    /// <param name="unixMs">When it expires; 0: it is being recovered.</param>
    public abstract Task SetExpiryAsync(string session, long unixMs);

    /// <returns>Unix ms; null: no such session.</returns>
    public abstract Task<long?> ExpiryAsync(string session);

    public abstract Task<string[]> SessionsAsync();

    /// <summary>Moves the time of a waiting job into the past.</summary>
    /// <param name="id">The job.</param>
    /// <param name="at">Among others that are due, the earlier goes first.</param>
    public abstract Task MakeDueAsync(JobId id, long at = 1);

    /// <summary>Moves the end of a job's retention into the past.</summary>
    /// <param name="id">The job.</param>
    /// <param name="at">Among others, the earlier goes first.</param>
    public abstract Task EndRetentionAsync(JobId id, long at = 1);

    /// <summary>The store's clock, unix ms.</summary>
    public abstract Task<long> NowAsync();

    public abstract Task<long> CountAsync(string counter);

    /// <summary>What a job has been through, or what its end has written of it.</summary>
    public abstract Task<RunState> StateAsync(JobId id);

    /// <summary>Edits what a job has been through.</summary>
    public abstract Task SetStateAsync(JobId id, byte[] state);

    /// <summary>Ids in the order they will be handed out.</summary>
    public abstract Task<JobId[]> ReadyAsync();

    /// <summary>Jobs that wait for a time.</summary>
    public abstract Task<JobId[]> DueAsync();

    /// <summary>Jobs in the hands of sessions.</summary>
    public abstract Task<JobId[]> HeldAsync();

    /// <summary>Jobs whose end somebody awaits.</summary>
    public abstract Task<JobId[]> AwaitedAsync();

    /// <summary>How many jobs workers have given back because they cannot run them.</summary>
    public abstract Task<long> UnhandledAsync();

    /// <summary>How many envelopes there are.</summary>
    public abstract Task<long> EnvelopesAsync();

    /// <summary>The places that know the job, such as <c>"jobs ready"</c>; empty: nothing knows it.</summary>
    public abstract Task<string> PlacesAsync(JobId id);

    /// <summary>Somebody's edit: the envelope of a job is gone.</summary>
    public abstract Task LoseEnvelopeAsync(JobId id);

    /// <summary>Stores a job that is ready, and wakes nobody.</summary>
    public abstract Task<JobId> StoreAsideAsync();

    /// <summary>Sessions that count as idle from now on.</summary>
    public abstract Task SetIdleAsync(params string[] sessions);

    /// <summary>Sessions that wait for work.</summary>
    public abstract Task<string[]> IdleAsync();

    /// <summary>Drops what a turn of the session has left by being refused an outcome: the counter, and its note of the turn.</summary>
    public abstract Task ForgetRefusalAsync(string session);

    /// <summary>All of it as text, equal for equal states.</summary>
    public abstract Task<string> DumpAsync();

    /// <summary>Each job stands in exactly one place, and nothing is left over of a job or a session that is gone.</summary>
    public abstract Task AssertSoundAsync();

    /// <summary>Nothing is stored.</summary>
    public abstract Task AssertEmptyAsync();

    public abstract Task<WakeUps> ListenAsync(string[] sessions);

    public abstract Task<EndProbe> ListenAsync(JobId id);

    /// <summary>Forgets all of it.</summary>
    public abstract Task EmptyAsync();
}
