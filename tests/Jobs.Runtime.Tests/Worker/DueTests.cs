using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Jobs that wait for a time. No worker here polls within the test: what starts was waited for, or somebody was woken.</summary>
public abstract class DueTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly Told<(string Text, long At)> told = new();

    [Fact]
    public async Task A_delayed_job_starts_at_its_time_and_not_before()
    {
        await StartAsync(Recording);
        var before = await Queue.NowAsync();

        await EnqueueAsync("later", new() { Delay = TimeSpan.FromMilliseconds(300) });
        await EnqueueAsync("now");

        var starts = await told.FirstAsync(2);
        Assert.Equal(["now", "later"], starts.Select(start => start.Text));
        Assert.InRange(starts[1].At, before + 300, long.MaxValue);
    }

    [Fact]
    public async Task A_job_may_name_its_time()
    {
        await StartAsync(Recording);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(await Queue.NowAsync() + 300);

        await EnqueueAsync("later", new() { At = at });

        Assert.InRange((await told.FirstAsync(1))[0].At, at.ToUnixTimeMilliseconds(), long.MaxValue);
    }

    [Fact]
    public async Task A_retry_starts_at_its_time_and_not_before()
    {
        await StartAsync(on => Idle(on).Handle<Rare>(async (_, context, _) =>
        {
            told.Add(($"{context.Attempt}", await Queue.NowAsync()));
            if (context.Attempt == 1)
                throw new IOException();
        }, ExceptionRule.RetryOn<IOException>("250ms")));

        await Client.EnqueueRare(new("x"), cancellationToken: Ct);

        var starts = await told.FirstAsync(2);
        Assert.InRange(starts[1].At, starts[0].At + 250, long.MaxValue);
    }

    [Fact]
    public async Task Jobs_start_in_the_order_of_their_times_whatever_the_order_they_came_in()
    {
        await StartAsync(on =>
        {
            Recording(on);
            on.Options.Concurrency = 1;
        });

        await EnqueueAsync("third", new() { Delay = TimeSpan.FromMilliseconds(600) });
        await EnqueueAsync("first", new() { Delay = TimeSpan.FromMilliseconds(200) });
        await EnqueueAsync("second", new() { Delay = TimeSpan.FromMilliseconds(400) });

        Assert.Equal(["first", "second", "third"], (await told.FirstAsync(3)).Select(start => start.Text));
    }

    /// <summary>A worker that was told when to look does not forget it over a wake-up that brings nothing.</summary>
    [Fact]
    public async Task A_time_is_not_forgotten_over_signals_that_bring_nothing()
    {
        var worker = await StartAsync(Recording);
        await EnqueueAsync("now");
        await told.FirstAsync(1);
        await EnqueueAsync("later", new() { Delay = TimeSpan.FromMilliseconds(500) });

        for (var i = 0; i < 50; i++)
        {
            worker.Pump.Share.Granted();
            await Database.PingAsync();
        }

        Assert.Equal("later", (await told.FirstAsync(2))[1].Text);
    }

    [Fact]
    public async Task One_of_several_idle_workers_starts_it()
    {
        for (var i = 0; i < 3; i++)
            await StartAsync(Recording);

        await EnqueueAsync("later", new() { Delay = TimeSpan.FromMilliseconds(200) });
        await EnqueueAsync("now");
        await told.FirstAsync(2);
        await EnqueueAsync("last", new() { Delay = TimeSpan.FromMilliseconds(100) });

        Assert.Equal(["now", "later", "last"], (await told.FirstAsync(3)).Select(start => start.Text));
    }

    [Fact]
    public async Task A_worker_whose_slots_are_all_taken_leaves_it_to_another()
    {
        var release = new TaskCompletionSource();
        var busy = await StartAsync(on =>
        {
            Idle(on).Options.Concurrency = 1;
            on.Work(async (job, _, _) =>
            {
                told.Add((job.Text, 0));
                await release.Task;
            });
        });
        await EnqueueAsync("later", new() { Delay = TimeSpan.FromMilliseconds(500) });
        await EnqueueAsync("blocks");
        await told.FirstAsync(1);

        await StartAsync(Recording);

        Assert.Equal("later", (await told.FirstAsync(2))[1].Text);
        release.SetResult();
    }

    private static WorkerSetup Idle(WorkerSetup on)
    {
        on.Options.PollInterval = TimeSpan.FromMinutes(1);
        return on;
    }

    private void Recording(WorkerSetup on) => Idle(on).Work(async (job, _, _) => told.Add((job.Text, await Queue.NowAsync())));
}

public sealed class DueOnEmbedded(Servers servers) : DueTests(servers, ServerKind.Embedded);

public sealed class DueOnRedis(Servers servers) : DueTests(servers, ServerKind.Redis);
