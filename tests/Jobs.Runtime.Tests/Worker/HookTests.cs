using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Jobs that end without an attempt, and who tells the hooks of them.</summary>
public abstract class HookTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private static readonly Dictionary<string, string> Tenant7 = new() { ["tenant"] = "7" };
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
    private readonly Told<string> told = new();

    [Fact]
    public async Task The_worker_tells_of_a_payload_that_it_cannot_read()
    {
        await StartAsync(on => on.Work((_, _) => { }).Handle<Hostile>((_, _, _) => Task.CompletedTask).Hooks.Add(new Hooks(told)));

        var id = (await Client.EnqueueAsync(new Hostile(), new() { Headers = Tenant7 }, Ct)).Id;

        Assert.Equal([$"dead hostile {id} q 1 tenant=7 no payload: Unspeakable"], await told.FirstAsync(1));
        Assert.Equal(JobState.Dead, (await EndAsync(id)).State);
        Assert.Equal(1, told.Count);
    }

    [Fact]
    public async Task The_worker_tells_of_a_job_that_is_no_job()
    {
        await StartAsync(on => on.Work((_, _) => { }).Hooks.Add(new Hooks(told)));
        var id = JobId.New();

        await Queue.EnqueueAsync(id, [0]);

        Assert.Equal([$"dead ? {id} q 1  no payload: MessagePackSerializationException"], await told.FirstAsync(1));
    }

    [Fact]
    public async Task A_hook_of_an_unreadable_job_has_services_and_may_throw()
    {
        var worker = await StartAsync(on =>
        {
            on.Services.AddScoped<object>();
            on.Hooks.Add(new Throwing());
            on.Hooks.Add(new Hooks(told));
            on.Work((_, _) => { });
        });
        var id = JobId.New();

        await Queue.EnqueueAsync(id, [0]);

        await told.FirstAsync(1);
        await UntilAsync(() => Queue.PlacesAsync(id), places => places == "jobs dead ended");
        Assert.Equal("told", Assert.Single(worker.Log.Of(LogIds.HookFailed)).Error!.Message);
    }

    [Fact]
    public async Task The_worker_that_recovers_a_job_for_the_last_time_tells_of_its_quarantine()
    {
        var worker = await RecovererAsync(on => on.Options.MaxRecoveries = 0);
        var dead = await Queue.JoinAsync("dead");
        var id = (await Client.EnqueueAsync(new Work("x"), new() { Headers = Tenant7, Queue = "q" }, Ct)).Id;
        await dead.TurnAsync(want: 1);
        await Queue.ExpireAsync("dead");

        await worker.MaintainAsync();

        Assert.Equal([$"dead work {id} q 1 tenant=7 no payload: JobDeadException"], await told.FirstAsync(1));
        await worker.MaintainAsync();
        Assert.Equal(1, told.Count);
    }

    [Fact]
    public async Task The_worker_that_recovers_a_job_which_was_to_be_cancelled_tells_of_it()
    {
        var worker = await RecovererAsync(_ => { });
        var dead = await Queue.JoinAsync("dead");
        var id = await EnqueueAsync();
        await dead.TurnAsync(want: 1);
        Assert.Equal(CancelResult.Requested, await Client.CancelAsync(id, "q", Ct));
        await Queue.ExpireAsync("dead");

        await worker.MaintainAsync();

        Assert.Equal([$"cancelled work {id} q 1  no payload"], await told.FirstAsync(1));
        Assert.Equal(JobState.Cancelled, (await InfoAsync(id)).State);
    }

    [Fact]
    public async Task The_worker_tells_of_a_job_that_is_cancelled_before_it_has_a_slot()
    {
        var release = new TaskCompletionSource();
        var blocked = new TaskCompletionSource();
        await StartAsync(on =>
        {
            on.Time = clock; // it stands still, so that what has been fetched ahead is not requeued for having waited too long
            on.Options.Concurrency = 1;
            on.Hooks.Add(new Hooks(told, cancelledOnly: true));
            var ran = 0;
            on.Work(async (_, _, _) =>
            {
                if (++ran == 150)
                {
                    blocked.SetResult();
                    await release.Task;
                }
            });
        });
        var jobs = await Client.EnqueueManyAsync(Enumerable.Range(0, 300).Select(i => new Work($"{i}")), cancellationToken: Ct);
        await blocked.Task.Soon();
        var notStarted = jobs.Skip(150).Select(job => job.Id).ToHashSet();
        var held = await UntilAsync(
            async () => (await Database.HashKeysAsync(Queue.Key(QueueKey.Active))).Select(TestQueue.IdOf), ids => ids.Any(notStarted.Contains));
        var ahead = held.First(notStarted.Contains);

        Assert.Equal(CancelResult.Requested, await Client.CancelAsync(ahead, "q", Ct));

        Assert.Equal([$"cancelled work {ahead} q 1  no payload"], await told.FirstAsync(1));
        release.SetResult();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task The_client_that_cancels_a_waiting_job_tells_its_own_hooks_once(int hours)
    {
        await using var app = new ServiceCollection().AddSingleton(told)
            .AddJobs(jobs =>
            {
                jobs.UseRedis(_ => Connection).AddHooks<Hooks>().Configure(options => options.Prefix = Prefix);
            })
            .BuildServiceProvider();
        var client = app.GetRequiredService<IJobClient>();
        var id = await EnqueueAsync(options: new() { Delay = TimeSpan.FromHours(hours), Headers = Tenant7 });

        Assert.Equal(CancelResult.Cancelled, await client.CancelAsync(id, "q", Ct));
        Assert.Equal(CancelResult.Cancelled, await client.CancelAsync(id, "q", Ct));

        Assert.Equal([$"cancelled work {id} q 1 tenant=7 no payload"], told.Values);
    }

    /// <summary>A worker that has been renewed for long enough to recover others, and takes no jobs.</summary>
    private async Task<TestWorker> RecovererAsync(Action<WorkerSetup> configure)
    {
        var worker = await StartAsync(on =>
        {
            on.Time = clock;
            on.Options.Concurrency = 1;
            on.Hooks.Add(new Hooks(told));
            on.Work(async (_, _, ct) => await ct.UntilCancelled());
            configure(on);
        });
        await EnqueueAsync("keeps its only slot");
        await UntilAsync(() => Task.FromResult(worker.Parts.Slots.Running), running => running == 1);
        for (var third = 0; third < 3; third++)
        {
            clock.Advance(worker.Parts.Options.SessionLength / 3);
            Assert.True(worker.Keeper.RunOnce());
        }
        return worker;
    }

    private sealed class Hooks(Told<string> told, bool cancelledOnly = false) : IJobHooks
    {
        public ValueTask OnCompletedAsync(JobContext context, CancellationToken cancellationToken) => cancelledOnly ? default : Tell("completed", context, null);

        public ValueTask OnDeadAsync(JobContext context, Exception error, CancellationToken cancellationToken) => Tell("dead", context, error);

        public ValueTask OnCancelledAsync(JobContext context, CancellationToken cancellationToken) => Tell("cancelled", context, null);

        private ValueTask Tell(string what, JobContext context, Exception? error)
        {
            Assert.NotNull(context.Services.GetRequiredService<IServiceScopeFactory>());
            told.Add($"{what} {context.JobName} {context.Id} {context.Queue} {context.Attempt} {string.Join(' ', context.Headers.Select(header => $"{header.Key}={header.Value}"))}"
                + $" {(context.Payload is null ? "no " : "")}payload{(error is null ? "" : $": {error.GetType().Name}")}");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Throwing : IJobHooks
    {
        public ValueTask OnDeadAsync(JobContext context, Exception error, CancellationToken cancellationToken)
        {
            Assert.NotNull(context.Services.GetRequiredService<object>());
            throw new InvalidOperationException("told");
        }
    }
}

public sealed class HooksOnEmbedded(Servers servers) : HookTests(servers, ServerKind.Embedded);

public sealed class HooksOnRedis(Servers servers) : HookTests(servers, ServerKind.Redis);
