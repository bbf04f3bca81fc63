using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>Every script there is, in every state, with an error at each of its commands; then the call is sent again, as the runtime does: no job is
/// lost or stands in two places, a session holds what it knows of, and what is said not to be stored is not.</summary>
public abstract class EveryFailureTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    public static TheoryData<string, string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, bool>();
            foreach (var script in RedisScript.All)
            {
                foreach (var state in ReplayState.All)
                {
                    cases.Add(script.Name, state.Name, false);
                    if (script != RedisScript.Enqueue) // it takes back what it has done, by commands that would fail too
                        cases.Add(script.Name, state.Name, true);
                }
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_call_of_which_a_command_failed_is_safely_sent_again(string script, string state, bool andAllThatFollow)
    {
        foreach (var (number, call) in ReplayCall.All.Where(call => call.Script.Name == script).Index())
        {
            var prefix = $"{Prefix}{number}";
            var failing = new FailingCommand(Connection, prefix) { AndAllThatFollow = andAllThatFollow };
            var queue = new TestQueue(failing.Connection, prefix);
            var subject = await ReplayState.All.Single(one => one.Name == state).ArrangeAsync(queue);
            var snapshot = await QueueSnapshot.ReadAsync(queue);
            for (var at = 1; ; at++)
            {
                await snapshot.WriteAsync(queue);
                var on = subject with { Session = new TestSession(queue, subject.Session.Name, subject.Session.Calls, subject.Session.AloneFrom) };
                var send = call.Prepare(queue, on);
                var (reply, error) = await failing.SendAsync(at, send);
                if (!await failing.WasReachedAsync())
                    break;

                await CheckAsync(queue, call, on, new(snapshot), reply, error, send);
            }
        }
    }

    private static async Task CheckAsync(TestQueue queue, ReplayCall call, ReplaySubject on, QueueDump before, string? reply, Exception? error, Func<Task<string>> send)
    {
        if (error is not null && RedisFault.Classify(error) == FaultKind.Refused)
            Assert.True($"{before}" == $"{await QueueDump.ReadAsync(queue)}", $"The caller is told that nothing was done, and it is not so: {error}");
        reply ??= await send();

        var after = await QueueDump.ReadAsync(queue);
        FailureCheck.Assert(before, after, [on.Id]);
        if (call.Script == RedisScript.Enqueue)
        {
            Assert.Contains(on.Other, after.Ids(QueueKey.Jobs));
        }
        if (call.Script == RedisScript.Turn && reply.StartsWith("Applied", StringComparison.Ordinal))
        {
            var handed = reply[(reply.IndexOf("jobs ", StringComparison.Ordinal) + 5)..].Split(' ').SelectMany(word => JobId.TryParse(word, null, out var id) ? new[] { id } : []);
            FailureCheck.AssertHeld(before, after, on.Session.Name, call.Tells && on.Job is { } told && !reply.Contains($"refused {told.Id}", StringComparison.Ordinal) ? [told.Id] : [], handed);
        }
    }
}

public sealed class EveryFailureOnEmbedded(Servers servers) : EveryFailureTests(servers, ServerKind.Embedded);

public sealed class EveryFailureOnRedis(Servers servers) : EveryFailureTests(servers, ServerKind.Redis);
