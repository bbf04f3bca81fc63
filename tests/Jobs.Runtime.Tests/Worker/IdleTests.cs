using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What a worker costs that has nothing to do, and that it finds what it was not woken for all the same.</summary>
public abstract class IdleTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly Told<string> told = new();
    private readonly List<string> scripts = [];

    /// <summary>Its loops, step by step: upkeep when it says so, the keeper each third of a session. Turns it sends when it is woken alone.</summary>
    [Fact]
    public async Task An_idle_worker_sends_at_most_three_scripts_in_ten_seconds_to_a_queue()
    {
        var worker = Make(on => Counted(on).Time = clock);
        await worker.Pump.Session.OpenAsync();

        Assert.InRange(await ScriptsAsync(TimeSpan.FromMinutes(10), worker), 1, 180);
    }

    [Fact]
    public async Task An_idle_worker_beside_one_that_sees_to_the_queue_renews_its_session_and_no_more()
    {
        var other = Make(on => on.Time = clock);
        await other.Pump.Session.OpenAsync();
        await other.MaintainAsync();
        var worker = Make(on => Counted(on).Time = clock);
        await worker.Pump.Session.OpenAsync();

        var renewals = 0;
        for (var third = 0; third < 120; third++) // ten minutes
        {
            lock (scripts)
                scripts.Clear();
            worker.Keeper.RunOnce(dueOnly: true);
            lock (scripts)
                renewals += scripts.Count;
            clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.InRange(renewals, 10, 20); // ten such and the one that sees to it: 200 + 150 in 600 s
    }

    [Fact]
    public async Task A_worker_that_holds_a_job_renews_each_third_of_a_session()
    {
        var release = new TaskCompletionSource();
        var worker = await StartAsync(on =>
        {
            Counted(on).Work(async (job, _, _) =>
            {
                told.Add(job.Text);
                await release.Task;
            });
        });
        await EnqueueAsync("job");
        await told.FirstAsync(1);

        for (var i = 0; i < 3; i++)
        {
            lock (scripts)
                scripts.Clear();
            worker.Keeper.RunOnce(dueOnly: true);
            lock (scripts)
                Assert.Contains(scripts, text => text.Contains("-- renew: ", StringComparison.Ordinal));
        }
        release.SetResult();
    }

    /// <summary>Nobody is told of a job that is put there by hand.</summary>
    [Fact]
    public async Task A_job_that_nobody_was_woken_for_is_found()
    {
        await StartAsync(on =>
        {
            on.Options.PollInterval = TimeSpan.FromMilliseconds(100);
            on.Work((job, _) => told.Add(job.Text));
        });
        await EnqueueAsync("first");
        await told.FirstAsync(1);
        await Database.KeyDeleteAsync(Queue.Key(QueueKey.Idle));

        await EnqueueAsync("second");

        Assert.Equal(["first", "second"], await told.FirstAsync(2));
    }

    /// <summary>The idle worker is the one that does not see to the queue: the other tells it.</summary>
    [Fact]
    public async Task A_worker_that_does_not_see_to_the_queue_is_told_of_jobs_that_wait()
    {
        var release = new TaskCompletionSource();
        var busy = await StartAsync(on =>
        {
            on.Options.PollInterval = TimeSpan.FromMilliseconds(100);
            on.Options.Concurrency = 1;
            on.Options.MaxPrefetch = 0;
            on.Work(async (job, _, _) =>
            {
                told.Add("busy: " + job.Text);
                await release.Task;
            });
        });
        await EnqueueAsync("first");
        await told.FirstAsync(1);
        await StartAsync(on =>
        {
            on.Options.PollInterval = TimeSpan.FromSeconds(7);
            on.Work((job, _) => told.Add("idle: " + job.Text));
        });
        await Database.KeyDeleteAsync(Queue.Key(QueueKey.Idle));

        await EnqueueAsync("second");

        Assert.Equal(["busy: first", "idle: second"], await told.FirstAsync(2));
        release.SetResult();
    }

    [Fact]
    public async Task A_queue_whose_Redis_does_not_answer_holds_up_no_other()
    {
        var silent = false;
        var worker = await StartAsync(on =>
        {
            on.Options.PollInterval = TimeSpan.FromMilliseconds(100);
            on.Options.Queues = new() { ["dead"] = 2, ["q"] = 1 };
            on.Data = PatchedConnection.Create(Connection, text => text, silent: key => silent && key.Contains(":dead}", StringComparison.Ordinal));
            on.Work((job, _) => told.Add(job.Text));
        });
        var id = await EnqueueAsync("job");
        await EndAsync(id);
        silent = true;
        await worker.Log.SeenAsync(LogIds.SessionOpened, count: 2);

        await Queue.EndRetentionAsync(id);

        await UntilAsync(() => Queue.PlacesAsync(id), places => places.Length == 0);
    }

    private WorkerSetup Counted(WorkerSetup on)
    {
        on.Data = on.Control = PatchedConnection.Create(Connection, text => text, text =>
        {
            lock (scripts)
                scripts.Add(text);
        });
        return on;
    }

    private async Task<int> ScriptsAsync(TimeSpan time, TestWorker worker)
    {
        lock (scripts)
            scripts.Clear();
        var (now, look, renewal) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        while (now < time)
        {
            if (now >= look)
                look = now + await worker.MaintainAsync();
            if (now >= renewal)
            {
                worker.Keeper.RunOnce(dueOnly: true);
                renewal = now + TimeSpan.FromSeconds(5);
            }
            var next = look < renewal ? look : renewal;
            clock.Advance(next - now);
            now = next;
        }
        lock (scripts)
            return scripts.Count;
    }
}

public sealed class IdleOnEmbedded(Servers servers) : IdleTests(servers, ServerKind.Embedded);

public sealed class IdleOnRedis(Servers servers) : IdleTests(servers, ServerKind.Redis);
