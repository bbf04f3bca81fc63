using Jobs.Client;
using Jobs.TestServers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jobs.Runtime.Tests.Client;

/// <summary>The list of queues: who stands in it, who leaves it, who comes back.</summary>
public abstract class KnownQueuesTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    private readonly HandClock clock = new();

    [Fact]
    public async Task A_queue_that_is_empty_and_unused_for_a_week_leaves_the_list()
    {
        using var queues = Open();
        queues.Add("old");
        await ListedAsync("old");
        await queues.RoundAsync(); // ends the minute of its use
        clock.Advance(TimeSpan.FromDays(6));
        queues.Add("new");
        await ListedAsync("new");
        clock.Advance(TimeSpan.FromDays(2));

        Assert.Equal(1, await DropAsync());
        Assert.Equal(["new"], (await Database.SetMembersAsync(Store.QueuesKey)).Select(name => (string?)name));
    }

    [Fact]
    public async Task A_queue_that_holds_a_job_stays_however_long_nobody_uses_it()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Delay = TimeSpan.FromDays(1000) }, Ct);
        await ListedAsync(job.Queue);
        await Database.SortedSetAddAsync(Store.QueueUsesKey, job.Queue, 1);
        clock.Advance(TimeSpan.FromDays(100));

        Assert.Equal(0, await DropAsync());
        Assert.Equal(job.Queue, (await Client.GetAsync(job.Id, cancellationToken: Ct))!.Queue);
    }

    [Fact]
    public async Task A_queue_comes_back_with_its_next_use()
    {
        using var queues = Open();
        var use = queues.Add("old");
        await ListedAsync("old");
        for (var minute = 0; minute <= 60; minute++)
            await queues.RoundAsync(); // nobody uses it
        clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(1, await DropAsync());
        use.Touch();

        await ListedAsync("old");
    }

    [Fact]
    public async Task A_list_that_was_lost_is_written_again_within_a_round_of_use()
    {
        using var queues = Open();
        var used = queues.Add("used");
        queues.Serve("served");
        queues.Add("unused");
        await ListedAsync("used", "served", "unused");
        await queues.RoundAsync();
        await Database.KeyDeleteAsync([Store.QueuesKey, Store.QueueUsesKey]); // as FLUSHALL does
        used.Touch();
        await queues.RoundAsync();

        Assert.Equal(["served", "used"], (await Database.SetMembersAsync(Store.QueuesKey)).Select(name => (string?)name).Order());
    }

    [Fact]
    public async Task A_name_that_an_older_version_has_listed_stays_for_a_week()
    {
        await Database.SetAddAsync(Store.QueuesKey, "older");

        Assert.Equal(0, await DropAsync());
        clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(0, await DropAsync());
        clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await DropAsync());
    }

    [Fact]
    public async Task A_name_that_is_none_leaves_the_uses_and_breaks_nothing()
    {
        await Database.SortedSetAddAsync(Store.QueueUsesKey, "no {name}", 1);

        await DropAsync();
        Assert.Equal(0, await Database.SortedSetLengthAsync(Store.QueueUsesKey));
    }

    [Fact]
    public async Task Queues_without_number_take_bounded_memory()
    {
        for (var i = 0; i < 2 * EnqueueLanes.MaxIdle; i++)
            await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = $"tenant-{i}" }, Ct);

        Assert.InRange(App.Instance.Parts.Lanes, 1, EnqueueLanes.MaxIdle);
        Assert.InRange(App.Instance.Parts.Queues.Count, 1, EnqueueLanes.MaxIdle + 1);
        Assert.Equal(0, App.Store.KeptQueues);
    }

    [Fact]
    public async Task A_lane_that_was_closed_is_open_again_for_its_queue()
    {
        var first = await Client.EnqueueAsync(new Mail("1"), new() { Queue = "tenant-0" }, Ct);
        for (var i = 1; i <= EnqueueLanes.MaxIdle; i++)
            await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = $"tenant-{i}" }, Ct);
        var second = await Client.EnqueueAsync(new Mail("2"), new() { Queue = "tenant-0" }, Ct);

        Assert.Equal([first.Id, second.Id], (await TakeAsync("tenant-0", 10)).Select(job => job.Id));
    }

    [Fact]
    public async Task Looking_for_a_job_in_very_many_queues_keeps_none_of_their_names()
    {
        await Database.SetAddAsync(Store.QueuesKey, [.. Enumerable.Range(0, 2_000).Select(i => (StackExchange.Redis.RedisValue)$"tenant-{i}")]);
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal("mails", (await Client.GetAsync(job.Id, cancellationToken: Ct))!.Queue);
        Assert.Null(await Client.GetAsync(JobId.New(), cancellationToken: Ct));
        Assert.Equal(0, App.Store.KeptQueues);
    }

    private KnownQueues Open() => new(Store.List, clock, NullLogger.Instance);

    private async Task<int> DropAsync()
    {
        using var queues = Open();
        return await queues.DropUnusedAsync();
    }

    private async Task ListedAsync(params string[] queues)
    {
        foreach (var queue in queues)
        {
            while (!await Database.SetContainsAsync(Store.QueuesKey, queue) || await Database.SortedSetScoreAsync(Store.QueueUsesKey, queue) is null)
                await Task.Yield();
        }
    }
}

public sealed class KnownQueuesOnEmbedded(Servers servers) : KnownQueuesTests(servers, ServerKind.Embedded);

public sealed class KnownQueuesOnRedis(Servers servers) : KnownQueuesTests(servers, ServerKind.Redis);
