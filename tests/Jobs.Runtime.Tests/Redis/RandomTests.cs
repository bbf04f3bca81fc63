using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>All operations mixed by a seed, many sent twice; after each, each job stands in one place and none is gone that was not meant to go.</summary>
public abstract class RandomTests(Servers servers, ServerKind kind) : StoreTest(servers, kind)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_each_job_is_in_one_place_and_none_is_lost(int seed)
    {
        var run = new RandomRun(Queue, seed);
        for (var step = 0; step < 250; step++)
            await run.StepAsync();

        await run.FinishAllAsync();

        var left = new[] { Queue.Key(QueueKey.Control), Queue.Key(QueueKey.Stats) };
        Assert.Empty((await KeysAsync()).Except(left));
    }
}

public sealed class RandomOnEmbedded(Servers servers) : RandomTests(servers, ServerKind.Embedded);

public sealed class RandomOnRedis(Servers servers) : RandomTests(servers, ServerKind.Redis);
