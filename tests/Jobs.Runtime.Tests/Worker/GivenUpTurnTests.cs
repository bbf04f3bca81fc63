using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>A worker that stops gives up a turn which is not answered, where it has nothing to tell. A job that ends after it is told of all the same.</summary>
/// <remarks>A session whose numbers have a gap would be over, and the next turn under the same number would be taken for a repeat: both lose what the job ended with.</remarks>
public abstract class GivenUpTurnTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private const string Lost = "return redis.error_reply('LOST')";
    private const string Answer = "return { 'ok', now";
    private const int Tries = 4; // then it is given up
    private readonly TaskCompletionSource release = new();
    private readonly Told<string> told = new();
    private volatile bool loses;

    [Theory]
    [InlineData(false)] // it never arrived
    [InlineData(true)] // it was done, and its answer was lost
    public async Task What_ends_after_a_turn_was_given_up_is_told_in_the_same_session(bool done)
    {
        Assert.Contains(Answer, RedisScript.Turn.Text, StringComparison.Ordinal);
        var losing = PatchedConnection.Create(Connection, text => done ? text.Replace(Answer, Lost + " -- ", StringComparison.Ordinal) : Lost).GetDatabase();
        var worker = await StartAsync(on =>
        {
            on.Data = PatchedConnection.Create(Connection, text => text, route: text => loses && IsTurn(text) ? losing : null);
            on.Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                await release.Task;
            });
        });
        var id = await EnqueueAsync("job");
        await told.FirstAsync(1);
        var stopping = worker.StopAsync(); // it takes no more jobs when this returns

        loses = true;
        worker.Pump.Wake();
        await worker.Log.SeenAsync(LogIds.TurnFailed, Tries);
        loses = false;
        release.SetResult();
        await stopping.Soon();

        Assert.Equal(JobState.Completed, (await InfoAsync(id)).State);
        Assert.Equal((1, 0), (await Queue.CountAsync("completed"), await Queue.CountAsync("refused")));
        Assert.Empty(worker.Log.Of(LogIds.SessionRecovered)); // its session was never over
    }

    private static bool IsTurn(string text) => text == RedisScript.Turn.Text || text == RedisScript.Turn.Plain;
}

public sealed class GivenUpTurnOnEmbedded(Servers servers) : GivenUpTurnTests(servers, ServerKind.Embedded);

public sealed class GivenUpTurnOnRedis(Servers servers) : GivenUpTurnTests(servers, ServerKind.Redis);
