using Jobs.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Several queues on one worker: whose job runs next, and never more than there are slots.</summary>
public abstract class QueuesTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly TaskCompletionSource release = new();
    private readonly Told<string> told = new();

    [Fact]
    public async Task No_more_jobs_run_at_a_time_than_there_are_slots_over_all_queues()
    {
        var crowd = new Crowd();
        await StartAsync(on =>
        {
            on.Options.Concurrency = 4;
            on.Options.Queues = new() { ["a"] = 3, ["b"] = 2, ["c"] = 1 };
            on.Work(async (job, context, _) =>
            {
                crowd.Enter();
                await Task.Yield();
                crowd.Leave();
                told.Add($"{context.Queue} {job.Text}");
            });
        });

        foreach (var queue in new[] { "a", "b", "c" })
            await FillAsync(queue, 300);

        Assert.Equal(900, (await told.FirstAsync(900)).Distinct().Count());
        Assert.InRange(crowd.Most, 1, 4);
    }

    [Fact]
    public async Task All_slots_of_a_worker_are_used()
    {
        var crowd = new Crowd();
        await StartAsync(on =>
        {
            on.Options.Concurrency = 7;
            on.Options.Queues = new() { ["a"] = 3, ["b"] = 1 };
            on.Work(async (_, context, _) =>
            {
                crowd.Enter();
                told.Add(context.Queue);
                await release.Task;
                crowd.Leave();
            });
        });

        await FillAsync("b", 20);
        await told.FirstAsync(7);
        release.SetResult();

        await told.FirstAsync(20);
        Assert.Equal(7, crowd.Most);
    }

    /// <summary>One slot and nothing fetched ahead: every start is weighed.</summary>
    [Fact]
    public async Task While_all_have_work_each_queue_gets_its_share()
    {
        await FillAsync("heavy", 300);
        await FillAsync("light", 300);
        await StartAsync(on =>
        {
            on.Options.Concurrency = 1;
            on.Options.MaxPrefetch = 0;
            on.Options.Queues = new() { ["heavy"] = 3, ["light"] = 1 };
            on.Work((_, context) => told.Add(context.Queue));
        });

        var starts = await told.FirstAsync(200);

        Assert.InRange(starts.Count(queue => queue == "heavy"), 140, 160); // 150, but for the start, when only one queue had answered
    }

    [Fact]
    public async Task While_all_have_work_each_queue_gets_its_share_of_jobs_fetched_ahead_too()
    {
        await FillAsync("heavy", 3000);
        await FillAsync("light", 3000);
        await StartAsync(on =>
        {
            on.Options.Concurrency = 2;
            on.Options.Queues = new() { ["heavy"] = 3, ["light"] = 1 };
            on.Work((_, context) => told.Add(context.Queue));
        });

        var starts = await told.FirstAsync(2000);

        Assert.InRange(starts.Count(queue => queue == "heavy"), 1300, 1700); // 1500
    }

    /// <summary>Jobs that are quick are fetched ahead by the hundred; a queue that had nothing must not wait for their end.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_queue_that_gets_a_job_need_not_wait_for_what_was_fetched_ahead_of_others(bool strict)
    {
        const int many = 10_000;
        await FillAsync("busy", many);
        await StartAsync(on =>
        {
            on.Options.Concurrency = 1;
            on.Options.Strict = strict;
            on.Options.Queues = new() { ["urgent"] = 5, ["busy"] = 1 };
            on.Work(async (_, context, _) =>
            {
                told.Add(context.Queue);
                if (told.Count == 1000)
                    await FillAsync("urgent", 1);
            });
        });

        var starts = await told.FirstAsync(many);

        Assert.InRange(Array.IndexOf(starts, "urgent"), 1000, many * 8 / 10);
    }

    [Fact]
    public async Task Strictly_a_lighter_queue_starts_nothing_while_a_heavier_one_has_work()
    {
        await FillAsync("high", 1);
        var worker = await StartAsync(on =>
        {
            on.Options.Concurrency = 1;
            on.Options.Strict = true;
            on.Options.Queues = new() { ["high"] = 2, ["low"] = 1 };
            on.Work(async (_, context, _) =>
            {
                told.Add(context.Queue);
                if (told.Count == 1)
                    await release.Task;
            });
        });
        await told.FirstAsync(1);
        await FillAsync("low", 50);
        await FillAsync("high", 50);

        release.SetResult();

        var starts = await told.FirstAsync(101);
        Assert.All(starts.Take(51), queue => Assert.Equal("high", queue));
        Assert.All(starts.Skip(51), queue => Assert.Equal("low", queue));
        await worker.StopAsync().Soon();
    }

    [Fact]
    public async Task Jobs_fetched_ahead_of_a_slow_one_go_to_other_workers()
    {
        var jobs = Enumerable.Range(0, 300).Select(i => $"{i}").ToArray();
        var others = new Told<string>();
        await StartAsync(on =>
        {
            on.Options.Concurrency = 1;
            on.Options.PollInterval = TimeSpan.FromMinutes(1); // giving back waits for no poll
            on.Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                if (told.Count == 150)
                    await release.Task;
            });
        });
        await Client.EnqueueManyAsync(jobs.Select(text => new Work(text)), cancellationToken: Ct);
        await told.FirstAsync(150);

        await StartAsync(on => on.Work((job, _) => others.Add(job.Text)));

        Assert.Equal(jobs.Order(), told.Values.Concat(await others.FirstAsync(150)).Order());
        release.SetResult();
    }

    /// <summary>A queue in whose keys somebody else has written answers no turn; its slots are not lost to the others.</summary>
    [Fact]
    public async Task A_queue_that_does_not_work_takes_no_slots_from_the_others()
    {
        await Database.StringSetAsync($"{{{Prefix}:broken}}:{QueueNames.Text(QueueKey.Ready)}", "not a list");
        var worker = await StartAsync(on =>
        {
            on.Options.Concurrency = 2;
            on.Options.Queues = new() { ["broken"] = 1000, ["q"] = 1 };
            on.Work((job, _) => told.Add(job.Text));
        });
        await worker.Log.SeenAsync(LogIds.TurnFailed);

        await FillAsync("q", 500);

        Assert.Equal(500, (await told.FirstAsync(500)).Distinct().Count());
    }

    private ValueTask<IReadOnlyList<JobHandle>> FillAsync(string queue, int count) =>
        Client.EnqueueManyAsync(Enumerable.Range(0, count).Select(i => new Work($"{i}")), new() { Queue = queue }, Ct);
}

public sealed class QueuesOnEmbedded(Servers servers) : QueuesTests(servers, ServerKind.Embedded);

public sealed class QueuesOnRedis(Servers servers) : QueuesTests(servers, ServerKind.Redis);
