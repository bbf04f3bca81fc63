using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Every script there is, in every state, twice with the same arguments, as when the first reply was lost: the queue holds the same
/// as after the first, and the second reply tells the caller as much. A script is found by its file: one without a call here fails.</summary>
public abstract class EveryReplayTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var file in typeof(RedisScript).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(".lua", StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)))
            {
                foreach (var state in ReplayState.All)
                    cases.Add(file, state.Name);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_call_whose_reply_was_lost_is_safely_sent_again(string file, string state)
    {
        var calls = ReplayCall.All.Where(call => call.Script.Name + ".lua" == file).ToList();
        Assert.True(calls.Count > 0, $"{file} is not tried with lost replies: add how it is called to {nameof(ReplayCall)}.");

        foreach (var call in calls)
        {
            var called = new List<string>();
            var queue = new TestQueue(PatchedConnection.Create(Connection, text => text, called.Add), $"{Prefix}{calls.IndexOf(call)}");
            var subject = await ReplayState.All.Single(one => one.Name == state).ArrangeAsync(queue);
            var send = call.Prepare(queue, subject);
            called.Clear();
            var first = await send();
            var after = (await QueueDump.ReadAsync(queue)).ToString();
            Assert.Contains(called, text => text == call.Script.Text || text == call.Script.Plain);

            var second = await send();

            Assert.Equal(after, (await QueueDump.ReadAsync(queue)).ToString());
            Assert.Contains(second, call.Second(first));
        }
    }
}

public sealed class EveryReplayOnEmbedded(Servers servers) : EveryReplayTests(servers, ServerKind.Embedded);

public sealed class EveryReplayOnRedis(Servers servers) : EveryReplayTests(servers, ServerKind.Redis);
