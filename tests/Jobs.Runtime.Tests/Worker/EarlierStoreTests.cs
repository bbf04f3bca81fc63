using System.Text;
using Jobs.TestServers;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What versions before the layout number and the extension map have stored, key by key and byte by byte: this one runs it.</summary>
public abstract class EarlierStoreTests(Servers servers, ServerKind kind) : WorkerTest(servers, kind)
{
    private const string Plain = "98 01 A4 77 6F 72 6B CF 00 00 01 9C 1C 38 A4 7B C0 C0 CD 0E 10 C0 81 A4 54 65 78 74 A5 70 6C 61 69 6E";
    private const string Full = "98 01 A4 77 6F 72 6B CF 00 00 01 9C 1C 38 A4 7B 07 CD 75 30 CD 0E 10 81 A1 61 A1 62 81 A4 54 65 78 74 A4 66 75 6C 6C";
    private const string Marked = "99 01 A4 77 6F 72 6B CF 00 00 01 9C 1C 38 A4 7B C0 C0 CD 0E 10 C0 81 A4 54 65 78 74 A6 6D 61 72 6B 65 64 81 00 CF 8A 0B 0C 0D 01 02 03 04";
    private const string Versioned = "99 02 A4 77 6F 72 6B CF 00 00 01 9C 1C 38 A4 7B C0 C0 CD 0E 10 C0 01 81 A4 54 65 78 74 A9 76 65 72 73 69 6F 6E 65 64";
    private const string MarkedAndVersioned = "9A 02 A4 77 6F 72 6B CF 00 00 01 9C 1C 38 A4 7B C0 C0 CD 0E 10 C0 01 81 A4 54 65 78 74 A4 62 6F 74 68 81 00 CF 8A 0B 0C 0D 01 02 03 04";
    private readonly Told<string> told = new();
    private byte count;

    [Theory]
    [InlineData(Plain, "plain")]
    [InlineData(Full, "full")]
    [InlineData(Marked, "marked")]
    [InlineData(Versioned, "versioned")]
    [InlineData(MarkedAndVersioned, "both")]
    public async Task A_job_that_is_ready_runs(string envelope, string text)
    {
        var id = await StoreAsync(envelope);
        await Database.ListLeftPushAsync(Key("ready"), id);

        await StartAsync(on => on.Work((job, context) => told.Add($"{job.Text} {context.Attempt}")));

        Assert.Equal([$"{text} 1"], await told.FirstAsync(1));
        Assert.Equal(JobState.Completed, (await EndAsync(JobId.Read(id))).State);
    }

    [Fact]
    public async Task A_job_that_waits_for_its_retry_runs_as_its_next_attempt()
    {
        var id = await StoreAsync(Full);
        await Database.SortedSetAddAsync(Key("due"), id, 1);
        await Database.HashSetAsync(Key("state"), id, State("r 2 1\n", "92 A4 6F 6F 70 73 C0"));

        await StartAsync(on => on.Work((job, context) => told.Add($"{job.Text} {context.Attempt} {context.Recoveries} {context.Headers["a"]}")));

        Assert.Equal(["full 3 1 b"], await told.FirstAsync(1));
    }

    [Fact]
    public async Task A_job_that_no_worker_could_run_is_handed_to_one_that_can()
    {
        var id = await StoreAsync(Versioned);
        await Database.SortedSetAddAsync(Key("due"), id, await Queue.NowAsync() + 600_000);
        await Database.HashSetAsync(Key("state"), id, State("u 0 0\n", "92 A2 6E 6F C0"));
        await Database.SortedSetAddAsync(Key("unhandled"), (byte[])[.. JobKind.Of("work", 1), .. id], 0);

        var worker = await StartAsync(on => on.Work((job, context) => told.Add($"{job.Text} {context.Attempt}")));
        await worker.MaintainAsync();

        Assert.Equal(["versioned 1"], await told.FirstAsync(1));
    }

    [Fact]
    public async Task A_job_of_a_session_that_has_expired_is_recovered()
    {
        var id = await StoreAsync(Marked);
        await Database.HashSetAsync(Key("active"), id, "gone.1 0000000000000000000000000000000000000000000000000000000000017 1770000000123");
        await Database.HashSetAsync(Key("control"), "grant", 17);
        await Database.SortedSetAddAsync(Key("workers"), "gone.1", 1_770_000_000_123);
        await Database.HashSetAsync(Key("calls"), "gone.1", (byte[])[.. "3\ngone.1 0000000000000000000000000000000000000000000000000000000000017 1770000000123\n0\n"u8, .. id]);

        Assert.Equal([JobId.Read(id)], (await Queue.RecoverAsync()).Recovered);
        await StartAsync(on => on.Work((job, context) => told.Add($"{job.Text} {context.Attempt} {context.Recoveries} {context.FencingToken}")));

        Assert.Equal(["marked 1 1 18"], await told.FirstAsync(1));
    }

    [Fact]
    public async Task Jobs_that_have_ended_are_shown()
    {
        var (done, dead, cancelled) = (await StoreAsync(Plain), await StoreAsync(Full), await StoreAsync(Marked));
        var later = await Queue.NowAsync() + 600_000;
        await Database.SortedSetAddAsync(Key("done"), [new(done, later), new(cancelled, later)]);
        await Database.SortedSetAddAsync(Key("dead"), dead, 1_770_000_000_123);
        await Database.HashSetAsync(Key("ended"), [new(done, State("c 0 0\n", "92 C0 2A")), new(dead, State("d 7 0\n", "92 A4 6F 6F 70 73 C0")), new(cancelled, "x 0 0\n")]);

        var infos = await Task.WhenAll(new[] { done, dead, cancelled }.Select(id => InfoAsync(JobId.Read(id))));

        Assert.Equal([JobState.Completed, JobState.Dead, JobState.Cancelled], infos.Select(info => info.State));
        Assert.Equal((42, 7, "oops"), (infos[0].Result.Span[0], infos[1].FailedAttempts, infos[1].LastError));
    }

    /// <summary>An id that says its time: byte 4 is the table.</summary>
    private async Task<byte[]> StoreAsync(string envelope)
    {
        byte[] id = [0x01, 0x9C, 0x1C, 0x38, 0x0A, 0x7B, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, ++count];
        await Database.HashSetAsync(Key("jobs:10"), id, Convert.FromHexString(envelope.Replace(" ", "", StringComparison.Ordinal)));
        return id;
    }

    private RedisKey Key(string key) => $"{{{Prefix}:q}}:{key}";

    private static byte[] State(string line, string details) =>
        [.. Encoding.ASCII.GetBytes(line), .. Convert.FromHexString(details.Replace(" ", "", StringComparison.Ordinal))];
}

public sealed class EarlierStoreOnEmbedded(Servers servers) : EarlierStoreTests(servers, ServerKind.Embedded);

public sealed class EarlierStoreOnRedis(Servers servers) : EarlierStoreTests(servers, ServerKind.Redis);
