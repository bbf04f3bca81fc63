using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>In every state that two workers and two jobs can come to in so many steps: each call with an error at each of its commands, then sent again.</summary>
public abstract partial class FailureExplorationTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Fact]
    public Task A_command_that_fails_in_any_state_of_two_steps_costs_no_job() => ExploreAsync(2);

    [Fact]
    public Task A_command_that_fails_in_any_state_of_two_steps_with_a_priority_costs_no_job() => ExploreAsync(2, priorities: ImmutableSortedDictionary<int, int>.Empty.Add(2, 1));

    /// <summary>The exploration is shown to see.</summary>
    [Theory]
    [InlineData("turn", "moves half done", "if false then")] // what another call has left half done stays so
    public async Task A_script_that_leaves_moves_half_done_is_caught(string script, string mark, string instead)
    {
        var mutation = new Mutation("moves half done", script, (mark, instead));

        await Assert.ThrowsAsync<ModelException>(() => ExploreAsync(2, mutation.Apply));
    }

    private protected async Task ExploreAsync(int steps, Func<string, string>? mutate = null, ImmutableSortedDictionary<int, int>? priorities = null)
    {
        var failing = new FailingCommand(Connection, Prefix, text => ModelledQueue.StopClock(mutate?.Invoke(text) ?? text));
        var queue = new TestQueue(failing.Connection, Prefix);
        await queue.Door.GetAsync(JobId.New());
        var exploration = new Exploration(queue, steps, Moves.All, priorities);
        await exploration.RunAsync(Ct);
        var calls = 0;
        foreach (var (world, command) in exploration.EachCall())
        {
            var snapshot = ModelView.Of(world.Queue);
            for (var at = 1; ; at++, calls++)
            {
                Ct.ThrowIfCancellationRequested();
                await snapshot.WriteAsync(queue);
                var (reply, _) = await failing.SendAsync(at, () => command.SendAsync(queue, world));
                if (!await failing.WasReachedAsync())
                    break;

                Check(world, command, at, new(snapshot), reply ?? await command.SendAsync(queue, world), await QueueDump.ReadAsync(queue));
            }
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{exploration.States:N0} states, {calls:N0} failures");
        Assert.NotEqual(0, calls);
    }

    private static void Check(World world, Command command, int at, QueueDump before, string reply, QueueDump after)
    {
        try
        {
            FailureCheck.Assert(before, after, EndedBy(world, command).Select(ModelView.IdOf));
            if (command is Turn or Repeat && reply.StartsWith("Applied", StringComparison.Ordinal))
            {
                var call = CallOf(world, command)!;
                var handed = Took().Match(reply).Groups["jobs"].Value.Split(")", StringSplitOptions.RemoveEmptyEntries)
                    .Select(one => ModelView.IdOf(int.Parse(one.Split('(')[0], CultureInfo.InvariantCulture)));
                FailureCheck.AssertHeld(before, after, call.Session, call.Told.Where(told => !told.IsLate).Select(told => ModelView.IdOf(told.Job.Job)), handed);
            }
        }
        catch (Exception e)
        {
            throw new ModelException($"{command} failed at its command {at} and was sent again: {reply}\n{e.Message}\nBefore:\n{before}After:\n{after}");
        }
    }

    /// <summary>The jobs of which nothing need be left.</summary>
    private static IEnumerable<int> EndedBy(World world, Command command) => command switch
    {
        Cancel { Retention: 0 } cancel => [cancel.Job],
        Sweep sweep => [sweep.Job],
        _ => (CallOf(world, command)?.Told ?? []).Where(told => told.Retention == 0 && told.Kind != ModelEnd.Dead).Select(told => told.Job.Job),
    };

    private static TurnCall? CallOf(World world, Command command) => command switch
    {
        Turn turn => turn.CallOf(world),
        Repeat repeat => world.Workers[repeat.Worker].Pending,
        _ => null,
    };

    [GeneratedRegex(@"took (?<jobs>[^,]*)")]
    private static partial Regex Took();
}

public sealed class FailureExplorationOnEmbedded(Servers servers) : FailureExplorationTests(servers, ServerKind.Embedded);

public sealed class FailureExplorationOnRedis(Servers servers) : FailureExplorationTests(servers, ServerKind.Redis)
{
    [Fact(Explicit = true)] // minutes: .ci/run
    public Task A_command_that_fails_in_any_state_of_four_steps_costs_no_job() => ExploreAsync(4);
}
