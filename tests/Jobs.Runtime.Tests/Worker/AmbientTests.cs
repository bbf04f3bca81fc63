using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What is set for the flow of control of the code that starts a worker stays there.</summary>
public abstract class AmbientTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    [Fact]
    public async Task A_worker_does_not_live_in_the_log_scope_of_its_start()
    {
        var worker = Make(on =>
        {
            on.Options.SessionLength = TimeSpan.FromSeconds(5);
            on.Work((_, _) => { });
        });
        using (worker.Log.BeginScope(new Dictionary<string, object?> { ["RequestId"] = "of the start" }))
            worker.Start();
        await EndAsync(await EnqueueAsync());
        await worker.StopAsync().Soon();

        Assert.DoesNotContain("RequestId", (await worker.Log.SeenAsync(LogIds.SessionOpened))[0].Scope.Keys);
        Assert.DoesNotContain("RequestId", worker.Log.Of(LogIds.Completed).SelectMany(line => line.Scope.Keys));
    }
}

public sealed class AmbientOnEmbedded(Servers servers) : AmbientTests(servers, ServerKind.Embedded);

public sealed class AmbientOnRedis(Servers servers) : AmbientTests(servers, ServerKind.Redis);
