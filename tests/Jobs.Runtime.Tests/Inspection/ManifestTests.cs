using Jobs.Inspection;
using Jobs.Redis;
using Jobs.Runtime.Tests.Worker;
using Jobs.TestServers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Inspection;

/// <summary>What workers publish of their jobs, on both servers.</summary>
public abstract class ManifestTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private JobStore Store => new(new ScriptRunner(User.Connection), Prefix);

    private ManifestStore Manifests => new(new RedisManifests(Store.ManifestsKey, new ScriptRunner(User.Connection)));

    [Fact]
    public async Task What_one_process_publishes_another_reads()
    {
        await Manifests.PublishAsync(Table<Show>());

        var read = await Manifests.ReadAsync();

        Assert.Equal("Jobs.Runtime.Tests.Inspection.Show", read.Find("show", 1)!.Payload);
        Assert.NotNull(read.Find("display", 1));
        Assert.Null(read.Find("show", 2));
        Assert.Null(read.Find("unknown", 1));
    }

    [Fact]
    public async Task Workers_of_one_build_are_one_field_and_of_another_build_another()
    {
        await Manifests.PublishAsync(Table<Show>());
        await Manifests.PublishAsync(Table<Show>());
        await Manifests.PublishAsync(Table<Rare>());

        Assert.Equal(2, await Database.HashLengthAsync(Store.ManifestsKey));
    }

    [Fact]
    public async Task Old_sets_make_room_for_new_ones()
    {
        await Database.HashSetAsync(Store.ManifestsKey, [.. Enumerable.Range(1, 80).Select(i => new StackExchange.Redis.HashEntry($"old{i}", $$"""{"at":{{i}},"jobs":[]}"""))]);

        await Manifests.PublishAsync(Table<Show>());

        Assert.Equal(64, await Database.HashLengthAsync(Store.ManifestsKey));
        Assert.False(await Database.HashExistsAsync(Store.ManifestsKey, "old17"));
        Assert.True(await Database.HashExistsAsync(Store.ManifestsKey, "old18"));
        Assert.NotNull((await Manifests.ReadAsync()).Find("show", 1));
    }

    [Fact]
    public async Task What_a_worker_has_published_is_published_again_when_Redis_has_lost_it()
    {
        var clock = new FakeTimeProvider();
        using var stopping = new CancellationTokenSource();
        var publishing = new ManifestPublisher(Manifests, Table<Show>(), clock, NullLogger.Instance).RunAsync(stopping.Token);
        await UntilAsync(() => Database.HashLengthAsync(Store.ManifestsKey), length => length == 1);
        await Database.KeyDeleteAsync(Store.ManifestsKey); // as FLUSHALL does

        await UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return Database.HashLengthAsync(Store.ManifestsKey);
            },
            length => length == 1);

        await stopping.CancelAsync();
        await publishing.Soon();
    }

    [Fact]
    public async Task What_cannot_be_read_is_left_out()
    {
        await Manifests.PublishAsync(Table<Show>());
        await Database.HashSetAsync(Store.ManifestsKey, [new("x", "not json"), new("y", """{"at":1,"jobs":[{"name":5}]}"""), new("z", "[]")]);

        Assert.NotNull((await Manifests.ReadAsync()).Find("show", 1));
    }

    private static JobHandlerTable Table<T>() where T : IJob<T>
    {
        var table = new JobHandlerTable();
        if (typeof(T) == typeof(Show))
        {
            table.Add<Show, Receipt, LambdaHandler<Show, Receipt>>(static _ => new((_, _, _) => Task.FromResult(new Receipt(1, new()))), needsScope: false);
        }
        else
        {
            table.Add<T, LambdaHandler<T>>(static _ => new((_, _, _) => Task.CompletedTask), needsScope: false);
        }

        return table;
    }
}

public sealed class ManifestsOnEmbedded(Servers servers) : ManifestTests(servers, ServerKind.Embedded);

public sealed class ManifestsOnRedis(Servers servers) : ManifestTests(servers, ServerKind.Redis);
