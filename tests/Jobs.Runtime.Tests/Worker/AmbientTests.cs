using System.Diagnostics;
using System.Globalization;
using Jobs.TestServers;
using MessagePack;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What code sets for its own flow of control stays there.</summary>
public abstract class AmbientTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly Told<string> told = new();

    [Fact]
    public async Task What_a_payload_sets_when_it_is_read_is_seen_by_its_own_attempt_alone()
    {
        await Client.EnqueueAsync(new Tenant(), cancellationToken: Ct);
        for (var i = 0; i < 3; i++)
            await EnqueueAsync();
        await StartAsync(on =>
        {
            on.Options.Concurrency = 1; // one slot runs all, one after the other
            on.Handle<Tenant>((_, _, _) => Tell()).Handle<Work>((_, _, _) => Tell());
        });

        Assert.Equal(["tenant 7, minus , reading", "none, -, none", "none, -, none", "none, -, none"], await told.FirstAsync(4));

        Task Tell()
        {
            told.Add($"{Tenant.Current.Value ?? "none"}, {CultureInfo.CurrentCulture.NumberFormat.NegativeSign}, {Activity.Current?.OperationName ?? "none"}");
            return Task.CompletedTask;
        }
    }

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

        Assert.DoesNotContain("RequestId", (await worker.Log.SeenAsync(1102))[0].Scope.Keys);
        Assert.DoesNotContain("RequestId", worker.Log.Of(1200).SelectMany(line => line.Scope.Keys));
    }
}

/// <summary>Sets all that is ambient when it is read.</summary>
internal sealed class Tenant : IJob<Tenant>
{
    public static readonly AsyncLocal<string?> Current = new();

    public static JobDefinition Definition { get; } = new("tenant") { Queue = "q" };

    public static void Write(ref MessagePackWriter writer, Tenant value) => writer.WriteNil();

    public static Tenant Read(ref MessagePackReader reader)
    {
        reader.ReadNil();
        Current.Value = "tenant 7";
        CultureInfo.CurrentCulture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        CultureInfo.CurrentCulture.NumberFormat.NegativeSign = "minus ";
        new Activity("reading").Start();
        return new Tenant();
    }
}

public sealed class AmbientOnEmbedded(Servers servers) : AmbientTests(servers, ServerKind.Embedded);

public sealed class AmbientOnRedis(Servers servers) : AmbientTests(servers, ServerKind.Redis);
