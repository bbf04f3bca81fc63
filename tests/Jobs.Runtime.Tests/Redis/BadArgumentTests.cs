using Jobs.Redis;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>All arguments of a script are looked at before its first write.</summary>
public abstract class BadArgumentTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Theory]
    [InlineData("Z", "holder", "0123456789abcdef", "0")]
    [InlineData("E", "holder", "0123456789abcdef", "soon", "0", "completed", "c 0 0\n")]
    [InlineData("L", "holder", "0123456789abcdef", "0", "later", "failed", "r 1 0\n")]
    [InlineData("C", "holder", "0", "2", "0123456789abcdef")]
    [InlineData("D", "holder")]
    public async Task A_turn_with_an_outcome_it_does_not_understand_changes_nothing(params string[] tail)
    {
        var session = await Queue.JoinAsync("a");
        var job = await Queue.TakeNewAsync(session);
        await Queue.EnqueueAsync(JobId.New());
        var request = new TurnRequest();
        request.Fill("a", session.Calls + 1, 1, 600_000, [Outcome.Completed(job, 0)]);
        var arguments = new TurnArguments();
        arguments.Fill(Queue.Names, request);
        var before = $"{await QueueDump.ReadAsync(Queue)}";

        var error = await Assert.ThrowsAsync<RedisServerException>(() => EvaluateAsync(RedisScript.Turn, Queue.Names.For(RedisScript.Turn), [.. arguments.Values.ToArray(), .. tail.Select(word => (RedisValue)word)]));

        Assert.Contains("deploy one version of Jobs.Runtime", error.Message, StringComparison.Ordinal);
        Assert.True(RedisFault.Classify(error) == FaultKind.Refused, error.Message);
        Assert.Equal(before, $"{await QueueDump.ReadAsync(Queue)}");
    }

    [Fact]
    public async Task An_enqueue_with_a_time_that_is_no_number_stores_nothing()
    {
        var id = JobId.New();

        var error = await Assert.ThrowsAsync<RedisServerException>(() => EvaluateAsync(
            RedisScript.Enqueue, Queue.Names.For(RedisScript.Enqueue, JobTable.Of(id)), [Queue.Names.WakeChannel, "q", 0, 1, JobStore.Bytes(id), "envelope", 1, "tomorrow"]));

        Assert.True(RedisFault.Classify(error) == FaultKind.Refused, error.Message);
        Assert.Empty(await KeysAsync());
    }

    private async Task EvaluateAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments) =>
        await Queue.Database.ScriptEvaluateAsync(Server.Kind == ServerKind.Embedded ? script.Plain : script.Text, keys, arguments);
}

public sealed class BadArgumentOnEmbedded(Servers servers) : BadArgumentTests(servers, ServerKind.Embedded);

public sealed class BadArgumentOnRedis(Servers servers) : BadArgumentTests(servers, ServerKind.Redis);
