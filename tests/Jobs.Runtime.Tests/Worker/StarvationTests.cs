using System.Globalization;
using System.Net.Sockets;
using Jobs.Redis;
using Jobs.TestServers;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Tests that take something from the whole process: they run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>Handlers that block every thread of the pool, as code does that waits for asynchronous calls.</summary>
[Collection(Alone.Name)]
public sealed class StarvationTests
{
    private const string Prefix = "starved";
    private static readonly TimeSpan SessionLength = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Handlers_that_block_the_whole_thread_pool_cost_no_session()
    {
        RedisConnections.UseDedicatedThreads(); // as hosting does
        await using var redis = await RedisProcess.StartAsync(appendOnly: false);
        await using var connections = RedisConnections.Open(ConfigurationOptions.Parse(redis.ConnectionString), NullLogger.Instance);
        var scripts = new ScriptRunner(await connections.Data.GetAsync());
        using var client = TestClient.Of(scripts, Prefix);
        using var release = new ManualResetEventSlim();
        var setup = new WorkerSetup();
        setup.Options.SessionLength = SessionLength;
        setup.Options.Concurrency = 200;
        setup.Work((_, _) => release.Wait());
        await using var worker = new TestWorker(setup, await connections.Data.GetAsync(), await connections.Control.GetAsync(), Prefix);
        var jobs = await client.Client.EnqueueManyAsync(Enumerable.Range(0, 200).Select(i => new Work($"{i}")), cancellationToken: TestContext.Current.CancellationToken);

        ThreadPool.GetMaxThreads(out var most, out var ports);
        Assert.True(ThreadPool.SetMaxThreads(Environment.ProcessorCount + 2, ports)); // so that the pool does not grow out of it
        (int Overdue, bool Blocked) seen;
        try
        {
            worker.Start();
            seen = OnThread(() => Watch(SessionLength * 2, redis.Port, worker.Session, release)); // no await from here on: nothing would go on after it
        }
        finally
        {
            ThreadPool.SetMaxThreads(most, ports);
        }

        Assert.True(seen.Blocked, "the pool was not blocked: the test shows nothing");
        Assert.Equal(0, seen.Overdue);
        Assert.Empty(worker.Log.Of(LogIds.SessionRecovered));
        await worker.Log.SeenAsync(LogIds.Completed, jobs.Count);
        await worker.StopAsync().Soon();
        foreach (var job in jobs)
            Assert.Equal((JobState.Completed, 0), await client.Client.GetAsync(job.Id, "q") is { } info ? (info.State, info.Recoveries) : default);
    }

    /// <summary>Asks over a socket of its own, without a thread of the pool, whether the session is alive.</summary>
    private static (int Overdue, bool Blocked) Watch(TimeSpan time, int port, string session, ManualResetEventSlim release)
    {
        var probe = new ManualResetEventSlim();
        do
        {
            probe.Reset();
            ThreadPool.QueueUserWorkItem(_ => probe.Set());
        }
        while (probe.Wait(TimeSpan.FromSeconds(1.5))); // longer than the pool takes to grow by one thread

        using var socket = new TcpClient("127.0.0.1", port);
        using var reader = new StreamReader(socket.GetStream());
        var until = Environment.TickCount64 + (long)time.TotalMilliseconds;
        var (looks, overdue) = (0, 0);
        while (Environment.TickCount64 < until || looks < 10) // a slow machine takes longer for as many
        {
            release.Wait(TimeSpan.FromMilliseconds(50)); // nobody releases but this method: a look every 50 ms
            looks++;
            overdue += Ask($"ZSCORE {{{Prefix}:q}}:workers {session}") < Ask("TIME") * 1000 ? 1 : 0;
        }
        var blocked = !probe.IsSet;
        release.Set();
        return (overdue, blocked);

        double Ask(string command)
        {
            socket.GetStream().Write(System.Text.Encoding.ASCII.GetBytes(command + "\r\n"));
            var line = reader.ReadLine()!;
            var answer = line[0] is '$' ? reader.ReadLine()! : reader.ReadLine() is not null ? reader.ReadLine()! : "";
            if (line[0] is '*')
            {
                reader.ReadLine();
                reader.ReadLine();
            }
            return double.Parse(answer, CultureInfo.InvariantCulture);
        }
    }

    private static T OnThread<T>(Func<T> body)
    {
        T result = default!;
        var thread = new Thread(() => result = body());
        thread.Start();
        thread.Join();
        return result;
    }
}
