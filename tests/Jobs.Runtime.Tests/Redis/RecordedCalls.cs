using System.Reflection;
using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A connection without a server that notes which scripts are called with which keys and arguments. Each call fails.</summary>
public class RecordedCalls : DispatchProxy
{
    private readonly List<RecordedCall> calls = [];

    /// <summary>Each operation of the store, once.</summary>
    internal static async Task<IReadOnlyList<RecordedCall>> OfEveryOperationAsync()
    {
        var connection = Create<IConnectionMultiplexer, RecordedCalls>();
        var store = new JobStore(new ScriptRunner(connection), "p");
        var queue = store.Queue("q");
        var (id, holder) = (JobId.New(), (RedisValue)"a 1 1700000000000");
        var job = new TakenJob(new HandOut(holder, grant: 1, JobStore.Bytes(id)), position: 0);
        var enqueue = new EnqueueRequest();
        enqueue.Begin(queue, JobTable.Of(id), 1, 0);
        enqueue.Add(JobStore.Bytes(id), new byte[] { 1 });
        var turn = new TurnRequest();
        turn.Fill("a", 1, 1, 60_000, queue, [Outcome.Completed(job, 0)]);

        foreach (var call in new Func<Task>[]
        {
            () => store.EnqueueAsync(enqueue),
            () => store.TurnAsync(queue, turn),
            () => store.JoinAsync(queue, "a", TimeSpan.FromSeconds(1)),
            () => store.BeginRenewAsync(queue, "a", TimeSpan.FromSeconds(1)),
            () => store.LeaveAsync(queue, "a"),
            () => store.RecoverAsync(queue, new RecoverStep("17", [], [], ["b"]), maxRecoveries: 3),
            () => store.LookAsync(queue, "a", TimeSpan.FromSeconds(1)),
            () => store.SweepAsync(queue),
            () => store.CancelAsync(queue, id, TimeSpan.FromSeconds(1)),
            () => store.GetAsync(queue, id),
            () => store.AwaitAsync(queue, id),
            () => store.RecordAsync(queue, job, 0, new byte[] { 1 }),
            () => store.RecallAsync(queue, id),
        })
        {
            await Assert.ThrowsAsync<NoServerException>(call);
        }
        return ((RecordedCalls)(object)connection).calls;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (targetMethod!.Name)
        {
            case nameof(IConnectionMultiplexer.GetDatabase):
                var database = Create<IDatabase, RecordedCalls>();
                ((RecordedCalls)(object)database).Parent = this;
                return database;
            case nameof(IDatabaseAsync.ScriptEvaluateAsync) when ((string)args![0]!).Contains("'INFO'", StringComparison.Ordinal):
                return Task.FromResult(RedisResult.Create((RedisValue)"redis_version:7.2.0"));
            case nameof(IDatabaseAsync.ScriptEvaluateRespAsync):
                Parent!.calls.Add(new((string)args![0]!, ToArray<RedisKey>(args[1]), ToArray<RedisValue>(args[2])));
                return Task.FromException<RespResult>(new NoServerException());
            case nameof(IDatabaseAsync.ScriptEvaluateAsync):
                Parent!.calls.Add(new((string)args[0]!, ToArray<RedisKey>(args[1]), ToArray<RedisValue>(args[2])));
                return Task.FromException<RedisResult>(new NoServerException());
            default:
                return targetMethod.ReturnType == typeof(bool) ? true : null;
        }
    }

    private RecordedCalls? Parent { get; set; }

    private static T[] ToArray<T>(object? values) => values switch
    {
        ReadOnlyMemory<T> memory => memory.ToArray(),
        IEnumerable<T> many => [.. many],
        _ => throw new InvalidOperationException($"A script was called with {values?.GetType()}."),
    };
}

internal sealed record RecordedCall(string Script, RedisKey[] Keys, RedisValue[] Arguments);

internal sealed class NoServerException() : Exception("There is no server.");
