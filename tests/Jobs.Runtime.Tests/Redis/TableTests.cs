using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>What scripts and client make of an id: the table its envelope stands in.</summary>
public abstract class TableTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    /// <summary>Each value of the byte that says the table, each version, and at both ends of the version that counts.</summary>
    private static readonly JobId[] OfAllTables =
    [
        .. Enumerable.Range(0, 256).Select(time => Id(time, versionByte: 0x7A)),
        .. Enumerable.Range(0, 16).Select(version => Id(time: 0x21, versionByte: (version << 4) | 0x05)),
        Id(time: 3, versionByte: 0x70), Id(time: 3, versionByte: 0x7F),
    ];

    [Fact]
    public async Task A_turn_finds_the_jobs_of_every_table_and_forgets_them()
    {
        await Queue.EnqueueAsync(OfAllTables);
        var session = await Queue.JoinAsync();

        var reply = await session.TurnAsync(want: 1000);
        Assert.Equal(OfAllTables.OrderBy(JobTable.Of), reply.Jobs.Select(job => job.Id)); // enqueued table by table
        Assert.All(reply.Jobs, job => Assert.Equal(TestQueue.EnvelopeOf(job.Id), job.Envelope.ToArray()));
        await session.TellAsync([.. reply.Jobs.Select(job => Outcome.Completed(job, TestQueue.NoRetention))]);

        Assert.Equal(0, await Queue.EnvelopesAsync());
    }

    [Fact]
    public async Task A_turn_that_is_repeated_brings_them_again()
    {
        await Queue.EnqueueAsync(OfAllTables);
        var session = await Queue.JoinAsync();
        var first = await session.TurnAsync(want: 1000);

        var second = await session.RepeatAsync();

        Assert.Equal(first.Jobs.Select(job => (job.Id, Convert.ToHexString(job.Envelope.Span))), second.Jobs.Select(job => (job.Id, Convert.ToHexString(job.Envelope.Span))));
    }

    [Fact]
    public async Task What_ends_with_something_to_say_and_is_not_kept_is_forgotten_in_every_table()
    {
        await Queue.EnqueueAsync(OfAllTables);
        var session = await Queue.JoinAsync();
        var jobs = (await session.TurnAsync(want: 1000)).Jobs;

        await session.TellAsync([.. jobs.Select(job => OutcomeTests.OfKind("Ended", job, TestQueue.NoRetention))]);

        Assert.Equal(0, await Queue.EnvelopesAsync());
    }

    [Fact]
    public async Task A_sweep_forgets_the_jobs_of_every_table()
    {
        await Queue.EnqueueAsync(OfAllTables);
        var session = await Queue.JoinAsync();
        await session.TellAsync([.. (await session.TurnAsync(want: 1000)).Jobs.Select(job => Outcome.Completed(job, TestQueue.Retention))]);
        foreach (var id in OfAllTables)
            await Queue.EndRetentionAsync(id);

        Assert.Equal(OfAllTables.Length, await Queue.Door.SweepAsync());

        Assert.Equal(0, await Queue.EnvelopesAsync());
    }

    [Fact]
    public async Task One_whose_envelope_is_gone_does_not_keep_the_others_from_being_found()
    {
        var ids = OfAllTables[..20];
        await Queue.EnqueueAsync(ids);
        await Queue.LoseEnvelopeAsync(ids[0]);
        await Queue.LoseEnvelopeAsync(ids[7]);
        var session = await Queue.JoinAsync();

        var jobs = (await session.TurnAsync(want: 20)).Jobs;

        Assert.Equal(ids.Except([ids[0], ids[7]]), jobs.Select(job => job.Id));
        Assert.Equal("dead ended", await Queue.PlacesAsync(ids[7]));
    }

    [Fact]
    public void Ids_made_within_256_ms_say_one_table_and_those_that_say_no_time_the_first()
    {
        var start = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000 / 256 * 256);

        Assert.Equal(TableAt(start), TableAt(start.AddMilliseconds(255)));
        Assert.Equal((TableAt(start) + 1) % JobTable.Count, TableAt(start.AddMilliseconds(256)));
        Assert.Equal(0, JobTable.Of(JobId.From("invoice-42")));
        Assert.Equal(0, JobTable.Of(new JobId(Guid.NewGuid())));
    }

    private static int TableAt(DateTimeOffset time) => JobTable.Of(JobId.NewAt(time));

    private static JobId Id(int time, int versionByte) =>
        JobId.Read([1, 1, 1, 1, (byte)time, 1, (byte)versionByte, 1, 0x80, 1, 1, 1, 1, 1, (byte)time, (byte)versionByte]);
}

public sealed class TablesOnMemory(Servers servers) : TableTests(servers, StoreKind.Memory);

public sealed class TablesOnEmbedded(Servers servers) : TableTests(servers, StoreKind.Embedded);

public sealed class TablesOnRedis(Servers servers) : TableTests(servers, StoreKind.Redis);
