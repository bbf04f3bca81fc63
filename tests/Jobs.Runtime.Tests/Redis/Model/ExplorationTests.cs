using System.Collections.Immutable;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>The scripts do what the model does, in every state that two workers and two jobs can come to in so many steps.</summary>
public abstract class ExplorationTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Fact]
    public Task Every_state_of_four_steps_is_as_the_model_has_it() => ExploreAsync(4, Moves.All);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public Task Every_state_of_three_steps_with_a_priority_is_as_the_model_has_it(int priority) => ExploreAsync(3, Moves.All, Ranked(priority));

    private protected static ImmutableSortedDictionary<int, int> Ranked(int priority) => ImmutableSortedDictionary<int, int>.Empty.Add(2, priority);

    private protected async Task ExploreAsync(int steps, Func<World, IEnumerable<Command>> moves, ImmutableSortedDictionary<int, int>? priorities = null)
    {
        var exploration = new Exploration(await ModelledQueue.OpenAsync(Connection, Prefix), steps, moves, priorities);

        await exploration.RunAsync(Ct);

        TestContext.Current.TestOutputHelper!.WriteLine($"{exploration.States:N0} states, {exploration.Steps:N0} steps between them, {exploration.Calls:N0} different calls, each sent twice");
    }
}

public sealed class ExplorationOnEmbedded(Servers servers) : ExplorationTests(servers, ServerKind.Embedded);

public sealed class ExplorationOnRedis(Servers servers) : ExplorationTests(servers, ServerKind.Redis)
{
    [Fact(Explicit = true)] // minutes: .ci/run
    public Task Every_state_of_six_steps_is_as_the_model_has_it() => ExploreAsync(6, Moves.All);

    [Fact(Explicit = true)] // minutes: .ci/run
    public Task Every_state_of_five_steps_with_a_priority_is_as_the_model_has_it() => ExploreAsync(5, Moves.All, Ranked(1));

    [Fact(Explicit = true)] // minutes: .ci/run
    public Task Every_state_of_eight_steps_that_decide_who_runs_a_job_is_as_the_model_has_it() => ExploreAsync(8, Moves.Core);
}
