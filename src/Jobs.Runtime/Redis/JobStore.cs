using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The operations on a queue, one method per script. Knows keys and bytes; no handlers, no payload types.</summary>
/// <remarks>Methods throw what StackExchange.Redis throws. Repeating any call with the same arguments changes nothing twice.</remarks>
internal sealed class JobStore(ScriptRunner scripts, string prefix)
{
    /// <summary>So many queues' names are kept. Whoever calls often keeps them himself; the others' are made anew for little.</summary>
    internal const int MaxQueues = 1024;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, QueueNames> queues = new(StringComparer.Ordinal);

    /// <summary>Followed by nothing: the set of queues in use. Outside any queue's hash tag, as <see cref="QueueUsesKey"/> and <see cref="ManifestsKey"/> are.</summary>
    public RedisKey QueuesKey { get; } = prefix + ":queues";

    /// <summary>When each of them was last used, to a few minutes: unix seconds.</summary>
    public RedisKey QueueUsesKey { get; } = prefix + ":queues:used";

    /// <summary>What workers have published of the jobs they run.</summary>
    public RedisKey ManifestsKey { get; } = prefix + ":manifests";

    public QueueNames Queue(string queue) => queues.TryGetValue(queue, out var known) ? known : Keep(new QueueNames(prefix, queue, scripts.Channels));

    /// <summary>The names of a queue that is asked in passing, as one of very many: not kept.</summary>
    public QueueNames Passing(string queue) => queues.TryGetValue(queue, out var known) ? known : new QueueNames(prefix, queue, scripts.Channels);

    /// <summary>How many queues' names are kept.</summary>
    internal int KeptQueues => queues.Count;

    /// <inheritdoc cref="ScriptRunner.ReadyAsync"/>
    public ValueTask ReadyAsync() => scripts.ReadyAsync();

    /// <inheritdoc cref="RedisLink.Notice"/>
    public void Notice(Exception error) => scripts.Link.Notice(error);

    /// <summary>A call of a worker failed and is repeated: said once, then once a minute for all its queues.</summary>
    public void Notice(Exception error, QueueNames queue, QueueCall call)
    {
        scripts.Link.Notice(error);
        scripts.Link.Outages.Failed(queue.Queue, call, error);
    }

    /// <summary>A call of a worker was answered.</summary>
    public void Answered(QueueNames queue, QueueCall call) => scripts.Link.Outages.Answered(queue.Queue, call);

    /// <inheritdoc cref="RedisLink.Answered"/>
    public void Answered(TimeSpan after) => scripts.Link.Answered(after);

    /// <inheritdoc cref="RedisLink.CallTimeout"/>
    public TimeSpan CallTimeout => scripts.Link.CallTimeout;

    /// <returns>Positions, from 1, of the jobs that were stored before; negative where an earlier try of this very call has stored the job.</returns>
    public async Task<int[]> EnqueueAsync(EnqueueRequest request)
    {
        using var reply = await scripts.RunAsync(RedisScript.Enqueue, request.Keys, request.Arguments).ConfigureAwait(false);
        var reader = reply.Read();
        var known = new int[reader.AggregateLength() / 2];
        for (var i = 0; i < known.Length; i++)
        {
            reader.MoveNext();
            known[i] = reader.ReadInt32();
            reader.MoveNext(); // the id of the job that is there: the same one
        }

        return known;
    }

    public async Task<TurnReply> TurnAsync(QueueNames queue, TurnRequest request)
    {
        var budget = request.Budget;
        using var reply = await scripts.RunAsync(RedisScript.Turn, queue.For(RedisScript.Turn), request.Arguments).ConfigureAwait(false);
        return TurnReply.Read(reply, budget);
    }

    /// <returns>False: the session has been recovered and must not be used any more.</returns>
    public async Task<bool> JoinAsync(QueueNames queue, string session, TimeSpan ttl) =>
        await NumberAsync(RedisScript.Join, queue.For(RedisScript.Join), session, (long)ttl.TotalMilliseconds).ConfigureAwait(false) != 0;

    /// <summary>Sends a renewal. The reply is for <see cref="EndRenew"/>, so that a thread which blocks on it needs no other.</summary>
    /// <param name="queue">Where.</param>
    /// <param name="session">Whose.</param>
    /// <param name="ttl">How long it lives from now.</param>
    /// <param name="restsAfter">The number of its last turn, if it holds nothing since; else -1.</param>
    /// <param name="restingTtl">How long it lives from now if no other turn of it has been applied.</param>
    public Task<RedisResult> BeginRenewAsync(QueueNames queue, string session, TimeSpan ttl, long restsAfter = -1, TimeSpan restingTtl = default) =>
        scripts.SendAsync(RedisScript.Renew, queue.For(RedisScript.Renew), [session, (long)ttl.TotalMilliseconds, restsAfter, (long)restingTtl.TotalMilliseconds]);

    public static Renewal EndRenew(RedisResult reply) => (Renewal)(int)reply;

    /// <summary>Asks what the queue needs, and to be the one that sees to it.</summary>
    /// <param name="queue">Which.</param>
    /// <param name="session">Who asks.</param>
    /// <param name="hold">For how long it sees to the queue, if nobody else does.</param>
    public async Task<QueueNeeds> LookAsync(QueueNames queue, string session, TimeSpan hold)
    {
        using var reply = await scripts.RunAsync(RedisScript.Upkeep, queue.For(RedisScript.Upkeep), new RedisValue[] { session, (long)hold.TotalMilliseconds }).ConfigureAwait(false);
        return QueueNeeds.Read(reply);
    }

    /// <summary>Ends a session that holds nothing. One that does is overdue from then on.</summary>
    public async Task<LeaveResult> LeaveAsync(QueueNames queue, string session) =>
        (LeaveResult)await NumberAsync(RedisScript.Leave, queue.For(RedisScript.Leave), session, queue.WakeChannel, queue.Name).ConfigureAwait(false);

    /// <summary>One bounded step of a recovery. Begin with <see cref="RecoverStep.Start"/>, go on with what it returns until <see cref="RecoverStep.IsLast"/>.</summary>
    public async Task<RecoverStep> RecoverAsync(QueueNames queue, RecoverStep from, int maxRecoveries, int batch = 500)
    {
        await scripts.ReadyAsync().ConfigureAwait(false);
        RedisValue[] arguments =
        [
            from.Cursor, scripts.ScanIsStable ? batch : 0, maxRecoveries, JobDefaults.RetentionSeconds * 1000L, queue.WakeChannel, queue.Name, queue.EndChannel,
            .. from.Sessions.Select(session => (RedisValue)session),
        ];
        using var reply = await scripts.RunAsync(RedisScript.Recover, queue.For(RedisScript.Recover), arguments).ConfigureAwait(false);
        return RecoverStep.Read(reply);
    }

    /// <returns>How many jobs were looked at; as many as asked: there may be more.</returns>
    public async Task<int> SweepAsync(QueueNames queue, int max = 1000) =>
        (int)await NumberAsync(RedisScript.Sweep, queue.For(RedisScript.Sweep), max).ConfigureAwait(false);

    public async Task<CancelResult> CancelAsync(QueueNames queue, JobId id, TimeSpan retention) =>
        (CancelResult)await NumberAsync(
            RedisScript.Cancel, queue.For(RedisScript.Cancel, JobTable.Of(id)), Bytes(id), (long)retention.TotalMilliseconds, queue.WakeChannel, queue.Name, queue.EndChannel).ConfigureAwait(false);

    /// <returns>Null: no such job.</returns>
    public async Task<StoredJob?> GetAsync(QueueNames queue, JobId id)
    {
        using var reply = await scripts.RunAsync(RedisScript.Get, queue.For(RedisScript.Get, JobTable.Of(id)), new RedisValue[] { Bytes(id) }).ConfigureAwait(false);
        return StoredJob.Read(reply);
    }

    /// <param name="queue">Where.</param>
    /// <param name="job">Whose step it is, and what fences it.</param>
    /// <param name="before">How many bytes are recorded before it.</param>
    /// <param name="step">The record.</param>
    /// <returns>How many bytes are recorded with it; 0: the run is over.</returns>
    public async Task<int> RecordAsync(QueueNames queue, TakenJob job, int before, ReadOnlyMemory<byte> step) =>
        (int)await NumberAsync(RedisScript.Record, queue.For(RedisScript.Record), job.IdBytes, job.Holder, before, step).ConfigureAwait(false);

    /// <returns>All that is recorded of the job.</returns>
    public async Task<byte[]> RecallAsync(QueueNames queue, JobId id)
    {
        using var reply = await scripts.RunAsync(RedisScript.Recall, queue.For(RedisScript.Recall), new RedisValue[] { Bytes(id) }).ConfigureAwait(false);
        var reader = reply.Read();
        return Resp.Bytes(ref reader);
    }

    /// <returns>False: it has ended, or is not known; look at it now.</returns>
    public async Task<bool> AwaitAsync(QueueNames queue, JobId id) =>
        await NumberAsync(RedisScript.Await, queue.For(RedisScript.Await, JobTable.Of(id)), Bytes(id)).ConfigureAwait(false) == 1;

    private QueueNames Keep(QueueNames names)
    {
        if (queues.Count >= MaxQueues)
        {
            queues.Clear();
        }

        return queues.GetOrAdd(names.Queue, names);
    }

    internal static byte[] Bytes(JobId id)
    {
        var bytes = new byte[JobId.Size];
        id.WriteTo(bytes);
        return bytes;
    }

    private async Task<long> NumberAsync(RedisScript script, RedisKey[] keys, params RedisValue[] arguments)
    {
        using var reply = await scripts.RunAsync(script, keys, arguments).ConfigureAwait(false);
        return reply.ReadScalar().ReadInt64();
    }
}
