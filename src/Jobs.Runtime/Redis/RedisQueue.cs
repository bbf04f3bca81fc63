using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>One queue in Redis: a method per script.</summary>
internal sealed class RedisQueue(ScriptRunner scripts, QueueNames names) : IQueueStore
{
    /// <summary>As many as a client has calls under way.</summary>
    private readonly Spare<EnqueueArguments> enqueues = new(max: 32, static () => new EnqueueArguments());

    private readonly Spare<TurnArguments> turns = new(max: 2, static () => new TurnArguments());

    public QueueNames Names => names;

    public string Queue => names.Queue;

    public async Task<int[]> EnqueueAsync(IEnqueueRequest request)
    {
        var arguments = enqueues.Take();
        arguments.Fill(names, request);
        using var reply = await scripts.RunAsync(RedisScript.Enqueue, names.For(RedisScript.Enqueue, request.Table), arguments.Values).ConfigureAwait(false);
        enqueues.Return(arguments);
        return Positions(reply);
    }

    public async Task<TurnReply> TurnAsync(TurnRequest request)
    {
        var budget = request.Budget;
        var arguments = turns.Take();
        arguments.Fill(names, request);
        using var reply = await scripts.RunAsync(RedisScript.Turn, names.For(RedisScript.Turn), arguments.Values).ConfigureAwait(false);
        turns.Return(arguments);
        return TurnReader.Read(reply, budget);
    }

    public async Task<bool> JoinAsync(string session, TimeSpan ttl) =>
        await NumberAsync(RedisScript.Join, names.For(RedisScript.Join), session, (long)ttl.TotalMilliseconds).ConfigureAwait(false) != 0;

    public PendingRenewal BeginRenew(string session, TimeSpan ttl, long restsAfter = -1, TimeSpan restingTtl = default) => new(
        scripts.SendAsync(RedisScript.Renew, names.For(RedisScript.Renew), [session, (long)ttl.TotalMilliseconds, restsAfter, (long)restingTtl.TotalMilliseconds]),
        static reply => (Renewal)(int)((Task<RedisResult>)reply).Result);

    public async Task<QueueNeeds> LookAsync(string session, TimeSpan hold)
    {
        using var reply = await scripts.RunAsync(RedisScript.Upkeep, names.For(RedisScript.Upkeep), new RedisValue[] { session, (long)hold.TotalMilliseconds }).ConfigureAwait(false);
        return QueueNeedsReader.Read(reply);
    }

    public async Task<LeaveResult> LeaveAsync(string session) =>
        (LeaveResult)await NumberAsync(RedisScript.Leave, names.For(RedisScript.Leave), session, names.WakeChannel, names.Name).ConfigureAwait(false);

    public async Task<RecoverStep> RecoverAsync(RecoverStep from, int maxRecoveries, int batch = 500)
    {
        await scripts.ReadyAsync().ConfigureAwait(false);
        RedisValue[] arguments =
        [
            from.Cursor, scripts.ScanIsStable ? batch : 0, maxRecoveries, JobDefaults.RetentionSeconds * 1000L, names.WakeChannel, names.Name, names.EndChannel,
            .. from.Sessions.Select(session => (RedisValue)session),
        ];
        using var reply = await scripts.RunAsync(RedisScript.Recover, names.For(RedisScript.Recover), arguments).ConfigureAwait(false);
        return RecoverStepReader.Read(reply);
    }

    public async Task<int> SweepAsync(int max = 1000) => (int)await NumberAsync(RedisScript.Sweep, names.For(RedisScript.Sweep), max).ConfigureAwait(false);

    public async Task<CancelResult> CancelAsync(JobId id, TimeSpan retention) => (CancelResult)await NumberAsync(
        RedisScript.Cancel, names.For(RedisScript.Cancel, JobTable.Of(id)), JobStore.Bytes(id), (long)retention.TotalMilliseconds, names.WakeChannel, names.Name, names.EndChannel).ConfigureAwait(false);

    public async Task<StoredJob?> GetAsync(JobId id)
    {
        using var reply = await scripts.RunAsync(RedisScript.Get, names.For(RedisScript.Get, JobTable.Of(id)), new RedisValue[] { JobStore.Bytes(id) }).ConfigureAwait(false);
        return StoredJobReader.Read(reply);
    }

    public async Task<int> RecordAsync(TakenJob job, int before, ReadOnlyMemory<byte> step) =>
        (int)await NumberAsync(RedisScript.Record, names.For(RedisScript.Record), job.IdBytes, job.Holder, before, step).ConfigureAwait(false);

    public async Task<byte[]> RecallAsync(JobId id)
    {
        using var reply = await scripts.RunAsync(RedisScript.Recall, names.For(RedisScript.Recall), new RedisValue[] { JobStore.Bytes(id) }).ConfigureAwait(false);
        var reader = reply.Read();
        return Resp.Bytes(ref reader);
    }

    public async Task<bool> AwaitAsync(JobId id) =>
        await NumberAsync(RedisScript.Await, names.For(RedisScript.Await, JobTable.Of(id)), JobStore.Bytes(id)).ConfigureAwait(false) == 1;

    private static int[] Positions(RespResult reply)
    {
        var reader = reply.Read();
        var length = reader.AggregateLength() / 2;
        var positions = length == 0 ? [] : new int[length];
        for (var i = 0; i < positions.Length; i++)
        {
            reader.MoveNext();
            positions[i] = reader.ReadInt32();
            reader.MoveNext(); // the id of the job that is there: the same
        }

        return positions;
    }

    private async Task<long> NumberAsync(RedisScript script, RedisKey[] keys, params RedisValue[] arguments)
    {
        using var reply = await scripts.RunAsync(script, keys, arguments).ConfigureAwait(false);
        return reply.ReadScalar().ReadInt64();
    }
}
