using System.Diagnostics;
using Jobs;
using Microsoft.Extensions.Configuration;

namespace AotWorker;

/// <summary>Enqueues jobs one by one, as a web application does: many callers at once, each of which waits for its own answer.</summary>
/// <remarks>What is not stored is enqueued again until it is. Where nobody knows, every other one is enqueued again with its id; of the rest nobody asks any more.</remarks>
internal sealed class Producer(IJobClient client, Journal journal, IConfiguration configuration)
{
    private const int MaxCallers = 2000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly int first = configuration.GetValue("first", 1); // number
    private readonly int perSecond = configuration.GetValue("per-second", 0); // 0: as fast as it goes
    private readonly int milliseconds = configuration.GetValue("milliseconds", 0);
    private readonly int failEvery = configuration.GetValue("fail-every", 0); // 0: none
    private readonly int delayEvery = configuration.GetValue("delay-every", 0);
    private readonly int longEvery = configuration.GetValue("long-every", 0);
    private readonly int delayMilliseconds = configuration.GetValue("delay-milliseconds", 3000);
    private readonly int longMilliseconds = configuration.GetValue("long-milliseconds", 20_000);

    public async Task EnqueueAsync(int count)
    {
        using var callers = new SemaphoreSlim(MaxCallers);
        var clock = Stopwatch.StartNew();
        var calls = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            while (perSecond > 0 && i >= clock.Elapsed.TotalSeconds * perSecond)
            {
                await Task.Delay(Tick);
            }

            await callers.WaitAsync();
            calls.Add(OneAsync(first + i, callers));
        }

        await Task.WhenAll(calls);
    }

    private async Task OneAsync(int number, SemaphoreSlim callers)
    {
        var id = JobId.New();
        journal.Enqueued("ask", id);
        try
        {
            while (!await TryAsync(number, id))
            {
            }
        }
        finally
        {
            callers.Release();
        }
    }

    /// <returns>False: once more.</returns>
    private async Task<bool> TryAsync(int number, JobId id)
    {
        try
        {
            await client.EnqueueSimulateWork(JobOf(number), new() { Id = id, Delay = DelayOf(number) });
            journal.Enqueued("stored", id);
            return true;
        }
        catch (JobStoreUnavailableException e) when (e.Outcome == StoreOutcome.Unknown)
        {
            journal.Enqueued("unknown", id);
            return number % 2 == 0;
        }
        catch (JobStoreUnavailableException)
        {
            journal.Enqueued("not-stored", id);
            return false;
        }
    }

    private SimulateWork JobOf(int number) => new(number, Is(number, longEvery) ? longMilliseconds : milliseconds, Failures: Is(number, failEvery) ? 1 : 0);

    private TimeSpan DelayOf(int number) => TimeSpan.FromMilliseconds(Is(number, delayEvery) ? delayMilliseconds : 0);

    /// <summary>Each kind falls on other numbers, so that a job is of several kinds only now and then.</summary>
    private static bool Is(int number, int every) => every > 0 && number % every == every / 2;
}
