using System.Buffers;
using Jobs.Redis;
using Jobs.TestServers;
using MessagePack;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Jobs that no worker, or not this one, can run: kept, shown, and no burden on the others.</summary>
public abstract class BadJobTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private readonly Told<string> told = new();

    [Theory]
    [InlineData("C1")] // never used by MessagePack
    [InlineData("92 01 02")] // an array, where a map of members belongs
    [InlineData("81 A4 54 65 78 74 05")] // Text: 5
    [InlineData("81 A4 54 65")] // ends in the middle
    [InlineData("80")] // no Text
    public async Task A_payload_that_cannot_be_read_is_parked_with_its_bytes_and_the_reason(string hex)
    {
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var id = await StoreAsync(Envelope(payload));
        await EnqueueAsync("a good one");

        var info = await EndAsync(id);

        Assert.Equal((JobState.Dead, 0, "work"), (info.State, info.FailedAttempts, info.Name));
        Assert.Equal(payload, info.Payload.ToArray());
        Assert.Contains("'work'", info.LastError, StringComparison.Ordinal);
        Assert.Equal(["a good one"], await told.FirstAsync(1));
        Assert.Single(await worker.Log.SeenAsync(LogIds.Undecodable));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("FF FF FF FF FF FF FF FF")]
    [InlineData("98 02 A4 77 6F 72 6B 01 C0 C0 C0 C0 80")] // of a later version
    [InlineData("98 01 A4 77 6F 72 6B CF 7F FF FF FF FF FF FF FF C0 C0 C0 C0 80")] // of a time that no calendar has
    public async Task A_job_that_is_no_job_is_parked_with_its_bytes_and_the_reason(string hex)
    {
        await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var id = await StoreAsync(bytes);
        await EnqueueAsync("a good one");

        Assert.Equal(["a good one"], await told.FirstAsync(1));
        await UntilAsync(() => Queue.PlacesAsync(id), places => places == "jobs dead ended");
        Assert.Equal(bytes, (byte[]?)await Database.HashGetAsync(Queue.TableOf(id), JobStore.Bytes(id)));
        Assert.StartsWith($"The payload of job '?' {id} cannot be read: ", (await Queue.StateAsync(id)).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_without_a_handler_is_kept_and_shown_and_counts_no_attempt()
    {
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var before = await Queue.NowAsync();
        var id = (await Client.EnqueueRare(new("x"), cancellationToken: Ct)).Id;
        await EnqueueAsync("a good one");

        var info = await UntilAsync(() => InfoAsync(id), info => info.State == JobState.Unhandled);

        Assert.Equal(0, info.FailedAttempts);
        Assert.Contains("'rare'", info.LastError, StringComparison.Ordinal);
        Assert.InRange(info.DueAt!.Value.ToUnixTimeMilliseconds(), before + 10_000, before + 600_000);
        Assert.Equal(["a good one"], await told.FirstAsync(1));
        Assert.Single(worker.Log.Of(LogIds.Unhandled));
    }

    /// <summary>A new build is rolled out beside the old one: its jobs wait for a worker that knows their version.</summary>
    [Fact]
    public async Task A_job_of_a_newer_version_is_kept_for_a_newer_worker_and_counts_no_attempt()
    {
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var id = await StoreAsync(Envelope(MessagePackSerializer.Serialize(new Dictionary<string, string> { ["Text"] = "from the future" }), version: 2));
        await EnqueueAsync("a good one");

        var info = await UntilAsync(() => InfoAsync(id), info => info.State == JobState.Unhandled);

        Assert.Equal((0, 2), (info.FailedAttempts, info.Version));
        Assert.Contains("of version 2; the worker that took it knows version 1", info.LastError, StringComparison.Ordinal);
        Assert.Equal(["a good one"], await told.FirstAsync(1));
        Assert.Single(worker.Log.Of(LogIds.TooNew));
    }

    [Fact]
    public async Task A_worker_that_has_the_handler_runs_it_as_its_first_attempt()
    {
        var first = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var id = (await Client.EnqueueRare(new("x"), cancellationToken: Ct)).Id;
        await UntilAsync(() => InfoAsync(id), info => info.State == JobState.Unhandled);
        await first.StopAsync().Soon();

        await Queue.MakeDueAsync(id);
        await StartAsync(on => on.Handle<Rare>((job, context, _) =>
        {
            told.Add($"{job.Text} {context.Attempt}");
            return Task.CompletedTask;
        }));

        Assert.Equal((JobState.Completed, 0), await EndAsync(id) is var info ? (info.State, info.FailedAttempts) : default);
        Assert.Equal(["x 1"], told.Values);
    }

    [Fact]
    public async Task Many_jobs_without_a_handler_are_one_line_in_the_log_and_stop_nobody()
    {
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        await Client.EnqueueManyAsync(Enumerable.Range(0, 500).Select(i => new Rare($"{i}")), cancellationToken: Ct);

        await EnqueueAsync("a good one");

        Assert.Equal(["a good one"], await told.FirstAsync(1));
        await UntilAsync(() => Queue.CountAsync("unhandled"), count => count == 500);
        Assert.Single(worker.Log.Of(LogIds.Unhandled));
    }

    /// <summary>The old worker is idle and watches the clock; it has given all of them back before the new one comes.</summary>
    [Fact]
    public async Task Jobs_that_a_worker_gave_back_go_to_one_that_knows_them_and_not_to_it_again()
    {
        await StartAsync(on => Quick(on).Work((job, _) => told.Add(job.Text)));
        await Client.EnqueueManyAsync(Enumerable.Range(0, 500).Select(i => new Rare($"{i}")), cancellationToken: Ct);
        await UntilAsync(() => Queue.CountAsync("unhandled"), count => count == 500);

        await StartAsync(on => Quick(on).Handle<Rare>((job, context, _) =>
        {
            told.Add($"{job.Text} {context.Attempt}");
            return Task.CompletedTask;
        }));

        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i} 1").Order(), (await told.FirstAsync(500)).Order());
        Assert.Equal(500, await Queue.CountAsync("unhandled"));
    }

    [Fact]
    public async Task Beside_an_idle_worker_that_does_not_know_them_jobs_are_run_by_one_that_does()
    {
        await StartAsync(on => Quick(on).Work((job, _) => told.Add(job.Text)));
        await StartAsync(on => Quick(on).Handle<Rare>((job, _, _) =>
        {
            told.Add(job.Text);
            return Task.CompletedTask;
        }));

        for (var i = 0; i < 100; i++)
            await Client.EnqueueRare(new($"{i}"), cancellationToken: Ct);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}").Order(), (await told.FirstAsync(100)).Order());
        Assert.InRange(await Queue.CountAsync("unhandled"), 0, 100);
    }

    private static WorkerSetup Quick(WorkerSetup on)
    {
        on.Options.PollInterval = TimeSpan.FromMilliseconds(200);
        return on;
    }

    [Fact]
    public async Task A_job_of_an_earlier_name_is_run_by_the_handler_of_its_alias()
    {
        await StartAsync(on => on.Handle<StrictWork>((job, context, _) =>
        {
            told.Add($"{context.JobName}: {job.Text}");
            return Task.CompletedTask;
        }));

        await StoreAsync(Envelope(MessagePackSerializer.Serialize(new Dictionary<string, string> { ["Text"] = "hello" }), "old-work"));

        Assert.Equal(["strict-work: hello"], await told.FirstAsync(1));
    }

    /// <summary>Code of the application runs where a payload is read: nothing it does may cost a slot.</summary>
    [Fact]
    public async Task A_codec_that_does_its_worst_costs_no_slot()
    {
        await StartAsync(on =>
        {
            on.Options.Concurrency = 1;
            on.Work((job, _) => told.Add(job.Text));
            on.Handle<Hostile>((_, _, _) => Task.CompletedTask);
        });
        var id = await StoreAsync(Envelope([0xc0], "hostile"));
        await EnqueueAsync("a good one");

        Assert.Equal(JobState.Dead, (await EndAsync(id)).State);
        Assert.Equal(["a good one"], await told.FirstAsync(1));
    }

    private static byte[] Envelope(byte[] payload, string name = "work", int version = 1)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        JobEnvelope.WriteHeader(ref writer, new JobDefinition(name) { Version = version }, 1_770_000_000_000, null);
        writer.WriteRaw(payload);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Stores bytes as a job, past the client.</summary>
    private async Task<JobId> StoreAsync(byte[] envelope)
    {
        var id = JobId.New();
        await Queue.EnqueueAsync(id, envelope);
        return id;
    }
}

/// <summary>Cannot be read, nor can it be said why.</summary>
internal sealed class Hostile : IJob<Hostile>
{
    public static JobDefinition Definition { get; } = new("hostile") { Queue = "q" };

    public static void Write(ref MessagePackWriter writer, Hostile value) => writer.WriteNil();

    public static Hostile Read(ref MessagePackReader reader) => throw new Unspeakable();

    private sealed class Unspeakable : Exception
    {
        public override string Message => throw this;

        public override string ToString() => throw this;
    }
}

public sealed class BadJobsOnEmbedded(Servers servers) : BadJobTests(servers, ServerKind.Embedded);

public sealed class BadJobsOnRedis(Servers servers) : BadJobTests(servers, ServerKind.Redis);
