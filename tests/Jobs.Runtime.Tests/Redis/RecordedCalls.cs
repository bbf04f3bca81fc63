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
        var (id, holder) = (JobId.New(), "a 1 1700000000000"u8.ToArray());
        var job = new TakenJob(new HandOut(holder, grant: 1, JobStore.Bytes(id)), position: 0);
        var turn = new TurnRequest();
        turn.Fill("a", 1, 1, 60_000, [Outcome.Completed(job, 0)]);

        foreach (var call in new Func<Task>[]
        {
            () => queue.EnqueueAsync(new JobsRequest((id, [1], default))),
            () => queue.TurnAsync(turn),
            () => queue.JoinAsync("a", TimeSpan.FromSeconds(1)),
            () => queue.BeginRenew("a", TimeSpan.FromSeconds(1)).Reply,
            () => queue.LeaveAsync("a"),
            () => queue.RecoverAsync(new RecoverStep("17", [], [], ["b"]), maxRecoveries: 3),
            () => queue.LookAsync("a", TimeSpan.FromSeconds(1)),
            () => queue.SweepAsync(),
            () => queue.CancelAsync(id, TimeSpan.FromSeconds(1)),
            () => queue.GetAsync(id),
            () => queue.AwaitAsync(id),
            () => queue.RecordAsync(job, 0, new byte[] { 1 }),
            () => queue.RecallAsync(id),
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
