using Jobs.Client;
using Jobs.Testing.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>The real client and the real worker over the store in memory, by a clock that the test moves.</summary>
public sealed class MemoryWorkerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly Told<string> told = new();
    private readonly MemoryStore store;
    private readonly ClientParts client;
    private TestWorker? worker;

    public MemoryWorkerTests()
    {
        store = new MemoryStore(clock);
        client = new(store, store.Messages, new(TimeSpan.FromSeconds(20), Limits.MaxEnvelopeBytes), static () => [], clock, NullLogger.Instance);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var setup = new WorkerSetup { Time = clock }.Work((job, _) => told.Add(job.Text));
        worker = new TestWorker(setup, store, store.Messages).Start();
        await worker.ReadyAsync().Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await worker!.DisposeAsync();
        client.Dispose();
    }

    [Fact]
    public async Task A_job_runs_and_its_end_is_told_to_who_waits_for_it()
    {
        var job = await client.Client.EnqueueAsync(new Work("hello"), cancellationToken: Ct);

        await client.Client.WaitForResultAsync(job, Ct).Soon();

        Assert.Equal(["hello"], told.Values);
        Assert.Equal(JobState.Completed, (await client.Client.GetAsync(job.Id, job.Queue, Ct))!.State);
    }

    [Fact]
    public async Task A_delayed_job_runs_when_the_clock_has_come_to_its_time()
    {
        var job = await client.Client.EnqueueAsync(new Work("later"), new() { Delay = TimeSpan.FromHours(1) }, Ct);

        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(JobState.Scheduled, (await client.Client.GetAsync(job.Id, job.Queue, Ct))!.State);
        Assert.Empty(told.Values);

        while (told.Count == 0)
        {
            clock.Advance(TimeSpan.FromSeconds(10)); // the worker sets its timers on threads of its own
            await Task.Yield();
        }

        Assert.Equal(["later"], told.Values);
    }
}
