using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>The exploration is shown to see: with any guarantee taken out of a script, it fails.</summary>
public abstract class MutationTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    private const int Steps = 5;

    public static TheoryData<string> Names => [.. Mutation.All.Select(mutation => mutation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_script_without_it_is_caught(string name)
    {
        var mutation = Mutation.All.Single(one => one.Name == name);
        var queue = await ModelledQueue.OpenAsync(Connection, Prefix, mutation.Apply);

        await Assert.ThrowsAsync<ModelException>(() => new Exploration(queue, Steps, Moves.All, mutation.Priorities).RunAsync(Ct));
    }

    [Fact]
    public void A_mutation_that_finds_its_text_no_more_says_so()
    {
        var gone = new Mutation("gone", "turn", ("what no script says", ""));

        Assert.ThrowsAny<Exception>(() => gone.Apply(Jobs.Redis.RedisScript.Turn.Text));
    }
}

public sealed class MutationOnEmbedded(Servers servers) : MutationTests(servers, ServerKind.Embedded);

public sealed class MutationOnRedis(Servers servers) : MutationTests(servers, ServerKind.Redis);
