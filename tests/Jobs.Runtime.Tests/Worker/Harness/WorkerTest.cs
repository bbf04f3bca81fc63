using Jobs.Client;
using Jobs.Redis;
using Jobs.Runtime.Tests.Redis;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>A test of workers on one server: a client, one queue <c>q</c>, workers that end with the test.</summary>
public abstract class WorkerTest(Servers servers, ServerKind kind) : ServerTest(servers, kind)
{
    private readonly List<IAsyncDisposable> workers = [];
    private ClientParts? client;

    protected IJobClient Client => client?.Client ?? throw new InvalidOperationException("The test has not been initialised.");

    private protected TestQueue Queue => new(Connection, Prefix, User.Connection);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var scripts = new ScriptRunner(User.Connection);
        client = TestClient.Of(scripts, Prefix);
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var worker in workers)
            await worker.DisposeAsync();
        client?.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>A worker that has joined its queues.</summary>
    private protected async Task<TestWorker> StartAsync(Action<WorkerSetup> configure)
    {
        var worker = Make(configure).Start();
        await worker.ReadyAsync();
        return worker;
    }

    /// <summary>A worker that does nothing yet.</summary>
    private protected TestWorker Make(Action<WorkerSetup> configure)
    {
        var setup = new WorkerSetup();
        configure(setup);
        var worker = new TestWorker(setup, setup.Data ?? User.Connection, setup.Control ?? User.Connection, Prefix);
        workers.Add(worker);
        return worker;
    }

    private protected async Task<JobId> EnqueueAsync(string text = "", EnqueueOptions? options = null) =>
        (await Client.EnqueueAsync(new Work(text), options, Ct)).Id;

    private protected async Task<JobInfo> InfoAsync(JobId id) => await Client.GetAsync(id, "q", Ct) ?? throw new InvalidOperationException($"Job {id} is not known.");

    /// <summary>What is known of a job, once it has ended.</summary>
    private protected async Task<JobInfo> EndAsync(JobId id)
    {
        try
        {
            await Client.WaitForResultAsync(new JobHandle(id, "q"), Ct).Soon();
        }
        catch (JobFailedException)
        {
        }
        return await InfoAsync(id);
    }

    /// <summary>What is known of a job, after a worker has told all it has to tell.</summary>
    private protected async Task<JobInfo> AfterStopAsync(TestWorker worker, JobId id)
    {
        await worker.StopAsync().Soon();
        return await InfoAsync(id);
    }

    /// <summary>Asks until the answer is the expected one. For what nobody is told of: what stands in Redis.</summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> expected)
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        for (; ; )
        {
            var answer = await ask();
            if (expected(answer))
                return answer;
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"The answer stays {answer}.");
            await Task.Yield();
        }
    }
}
