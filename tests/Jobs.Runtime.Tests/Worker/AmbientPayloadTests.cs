using System.Diagnostics;
using System.Globalization;
using Jobs.Client;
using Jobs.Worker;
using MessagePack;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What a payload sets for its flow of control when it is read ends with its attempt.</summary>
public sealed class AmbientPayloadTests
{
    private readonly Told<string> told = new();

    [Fact]
    public async Task What_a_payload_sets_when_it_is_read_is_seen_by_its_own_attempt_alone()
    {
        var starter = new SlotRunnerStarter();
        var worker = Fakes.Services(TimeProvider.System, slots: new Slots(1, strict: false) { StartRunner = starter.Start });
        worker.Handlers.Add<Tenant, LambdaHandler<Tenant>>(_ => new(Tell), needsScope: false);
        worker.Handlers.Add<Work, LambdaHandler<Work>>(_ => new(Tell), needsScope: false);
        starter.Runner = new SlotRunner(worker, new JobRunner(worker));
        using var pump = new QueuePump(worker, "q", weight: 1);
        worker.Slots.Add(pump.Share);

        worker.Slots.Return(
            pump.Share, 0, [Stored(new Tenant()), Stored(new Work("")), Stored(new Work(""))], pump, more: false, at: TimeProvider.System.GetTimestamp()); // one slot runs all

        Assert.Equal(["tenant 7, minus , reading", "none, -, none", "none, -, none"], await told.FirstAsync(3));
    }

    private static TakenJob Stored<TJob>(TJob payload) where TJob : IJob<TJob>
    {
        var id = JobId.New();
        return Fakes.Taken(id, envelope: JobEncoder.Encode(payload, id, DateTimeOffset.UnixEpoch, options: null, Limits.MaxEnvelopeBytes).ToArray());
    }

    private Task Tell<TJob>(TJob job, JobContext context, CancellationToken cancellationToken)
    {
        told.Add($"{Tenant.Current.Value ?? "none"}, {CultureInfo.CurrentCulture.NumberFormat.NegativeSign}, {Activity.Current?.OperationName ?? "none"}");
        return Task.CompletedTask;
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
