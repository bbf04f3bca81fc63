using System.Buffers;
using Jobs.TestServers;
using MessagePack;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Jobs that a newer version of the library has stored: run where they can be, else left to its workers.</summary>
public abstract class NewerJobTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private const string NewForm = "95 03 A4 77 6F 72 6B 01 02 03"; // [3, "work", 1, 2, 3]
    private static readonly byte[] Value = [0xA1, 0x78];
    private readonly Told<string> told = new();

    public static TheoryData<string, string> NotUnderstood => new()
    {
        { NewForm, "form 3" },
        { Convert.ToHexString(With([new(126, Value), new(127, Value)])), "extension 127" },
    };

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public async Task A_job_that_must_be_understood_and_is_not_is_kept_for_a_newer_worker_and_counts_no_attempt(string hex, string needs)
    {
        var worker = await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var id = await StoreAsync(hex);
        await EnqueueAsync("a good one");

        var info = await UntilAsync(() => InfoAsync(id), info => info.State == JobState.Unhandled);

        Assert.Equal((0, "work"), (info.FailedAttempts, info.Name));
        Assert.Contains($"Job 'work' needs {needs}, which the worker that took it does not know", info.LastError, StringComparison.Ordinal);
        Assert.Contains("Deploy a newer worker", info.LastError, StringComparison.Ordinal);
        Assert.Equal(["a good one"], await told.FirstAsync(1));
        var line = Assert.Single(worker.Log.Of(LogIds.NotUnderstood)).Text;
        Assert.All(["work", needs, id.ToString(), "queue q", "Deploy a newer worker"], part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_job_with_an_extension_that_may_be_skipped_runs()
    {
        await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));

        var id = await StoreAsync(Convert.ToHexString(With([new(126, Value)])));

        Assert.Equal(["new"], await told.FirstAsync(1));
        Assert.Equal(JobState.Completed, (await EndAsync(id)).State);
    }

    /// <summary>Two workers that have the handler and do not understand the job: neither asks for it again, however often they look.</summary>
    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public async Task Workers_that_do_not_understand_a_job_are_not_handed_it_again(string hex, string needs)
    {
        var workers = new[] { await StartAsync(on => on.Work((job, _) => told.Add(job.Text))), await StartAsync(on => on.Work((job, _) => told.Add(job.Text))) };
        var ids = new List<JobId>();
        for (var i = 0; i < 20; i++)
            ids.Add(await StoreAsync(hex));
        await UntilAsync(() => Queue.CountAsync("unhandled"), count => count == ids.Count);

        for (var i = 0; i < 20; i++)
        {
            await workers[i % 2].MaintainAsync();
            await EnqueueAsync($"{i}");
            await told.FirstAsync(i + 1);
        }

        Assert.Equal(ids.Count, await Queue.CountAsync("unhandled"));
        Assert.All(await Task.WhenAll(ids.Select(InfoAsync)), info => Assert.Equal((JobState.Unhandled, 0), (info.State, info.FailedAttempts)));
        Assert.All(workers, worker => Assert.InRange(worker.Log.Of(LogIds.NotUnderstood).Length, 0, 1));
        Assert.Contains(workers, worker => worker.Log.Of(LogIds.NotUnderstood).Any(line => line.Text.Contains(needs, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_job_that_is_not_understood_can_be_cancelled()
    {
        await StartAsync(on => on.Work((job, _) => told.Add(job.Text)));
        var id = await StoreAsync(NewForm);
        await UntilAsync(() => InfoAsync(id), info => info.State == JobState.Unhandled);

        Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(id, "q", Ct));
        Assert.Equal(JobState.Cancelled, (await InfoAsync(id)).State);
    }

    private static byte[] With(EnvelopeExtension[] extensions)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        JobEnvelope.WriteHeader(ref writer, new JobDefinition("work") { Retention = TimeSpan.FromHours(1) }, 1_770_000_000_000, null, EnvelopeTail.Extensions);
        writer.WriteRaw(MessagePackSerializer.Serialize(new Dictionary<string, string> { ["Text"] = "new" }));
        JobEnvelope.WriteExtensions(ref writer, extensions, mark: null);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Stores bytes as a job, past the client.</summary>
    private async Task<JobId> StoreAsync(string hex)
    {
        var id = JobId.New();
        await Queue.EnqueueAsync(id, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        return id;
    }
}

public sealed class NewerJobsOnEmbedded(Servers servers) : NewerJobTests(servers, ServerKind.Embedded);

public sealed class NewerJobsOnRedis(Servers servers) : NewerJobTests(servers, ServerKind.Redis);
