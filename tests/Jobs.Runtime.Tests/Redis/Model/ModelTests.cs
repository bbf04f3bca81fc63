using System.Collections.Concurrent;
using CsCheck;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>The scripts do what the model does, whatever happens in whatever order. A failure is shrunk and names its seed.</summary>
public abstract class ModelTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Fact]
    public Task Random_commands_do_what_the_model_does() => RunAsync(300);

    [Fact(Explicit = true)] // minutes: .ci/run
    public Task Many_random_commands_do_what_the_model_does() => RunAsync(2000);

    [Fact]
    public async Task A_guarantee_taken_out_is_found_at_random_too()
    {
        var mutation = Mutation.All[0];
        var queue = await ModelledQueue.OpenAsync(Connection, Prefix, mutation.Apply);

        await Assert.ThrowsAsync<CsCheckException>(() => RandomCommands.Sequences.SampleAsync(commands => RandomCommands.RunAsync(queue, commands), iter: 1000, threads: 1));
    }

    private async Task RunAsync(int runs)
    {
        var queue = await ModelledQueue.OpenAsync(Connection, Prefix);
        var called = new ConcurrentDictionary<string, int>();

        await RandomCommands.Sequences.SampleAsync(
            async commands =>
            {
                foreach (var script in await RandomCommands.RunAsync(queue, commands))
                    called[script.Name] = 1;
            },
            iter: runs,
            threads: 1); // one queue

        Assert.Empty(ReplayCall.All.Where(call => call.IsModelled).Select(call => call.Script.Name).Except(called.Keys));
    }
}

public sealed class ModelOnEmbedded(Servers servers) : ModelTests(servers, ServerKind.Embedded);

public sealed class ModelOnRedis(Servers servers) : ModelTests(servers, ServerKind.Redis);
