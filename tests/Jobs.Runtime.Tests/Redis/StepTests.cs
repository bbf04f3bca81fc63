using System.Text;
using Jobs.TestServers;
using Jobs.Wire;

namespace Jobs.Runtime.Tests.Redis;

public abstract class StepTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_job_without_steps_has_none_recorded() => Assert.Empty(await Queue.Door.RecallAsync(JobId.New()));

    [Fact]
    public async Task Steps_are_recalled_in_order_with_the_servers_time()
    {
        var job = await Queue.TakeNewAsync(await Queue.JoinAsync());
        var before = await Queue.NowAsync();

        var first = await RecordAsync(job, 0, "one");
        var second = await RecordAsync(job, first, "two");

        var records = await Queue.Door.RecallAsync(job.Id);
        Assert.Equal(records.Length, second);
        var steps = StepRecord.ReadAll(records);
        Assert.Equal(["one", "two"], steps.Select(step => step.Name));
        Assert.All(steps, step => Assert.InRange(step.DoneAt.ToUnixTimeMilliseconds(), before, before + 60_000));
    }

    [Fact]
    public async Task A_run_that_is_over_records_nothing()
    {
        var paused = await Queue.TakeNewAsync(await Queue.JoinAsync("paused"));
        await Queue.ExpireAsync("paused");
        await Queue.RecoverAsync();
        var next = Assert.Single((await (await Queue.JoinAsync("next")).TurnAsync(want: 1)).Jobs);

        Assert.Equal(0, await RecordAsync(paused, 0, "late"));
        Assert.True(await RecordAsync(next, 0, "in time") > 0);
        Assert.Equal(["in time"], await NamesAsync(next.Id));
    }

    [Fact]
    public async Task A_job_that_has_ended_records_nothing()
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await session.TellAsync(Outcome.Completed(job, TestQueue.Retention));

        Assert.Equal(0, await RecordAsync(job, 0, "late"));
    }

    [Theory]
    [InlineData("Later")]
    [InlineData("Back")]
    [InlineData("Dead")]
    [InlineData("Completed")]
    [InlineData("Ended")]
    public async Task Steps_stay_as_long_as_the_job(string outcome)
    {
        var (id, _) = await AfterAsync(outcome);

        Assert.Equal(["one"], await NamesAsync(id));
        Assert.Equal(["one"], StepRecord.ReadAll((await Queue.Door.GetAsync(id))!.Steps).Select(step => step.Name));
    }

    [Fact]
    public async Task Steps_go_with_a_job_that_is_not_retained()
    {
        var session = await Queue.JoinAsync();
        var jobs = new[] { await Queue.TakeNewAsync(session), await Queue.TakeNewAsync(session) };
        foreach (var job in jobs)
            await RecordAsync(job, 0, "one");

        await session.TellAsync(
            Outcome.Completed(jobs[0], TestQueue.NoRetention), Outcome.Ended(jobs[1], TestQueue.NoRetention, new RunState(RunEnd.Completed, 0, 0)));

        Assert.Equal("", await Queue.PlacesAsync(jobs[0].Id) + await Queue.PlacesAsync(jobs[1].Id));
    }

    [Fact]
    public async Task Steps_go_when_the_retention_of_their_job_ends()
    {
        var (id, _) = await AfterAsync("Completed");
        await Queue.EndRetentionAsync(id);

        await Queue.Door.SweepAsync();

        Assert.Equal("", await Queue.PlacesAsync(id));
    }

    [Fact]
    public async Task Steps_go_with_a_cancelled_job_that_is_not_retained()
    {
        var (id, _) = await AfterAsync("Later");

        await Queue.CancelAsync(id, TestQueue.NoRetention);

        Assert.Equal("", await Queue.PlacesAsync(id));
    }

    [Fact]
    public async Task The_next_attempt_adds_to_what_the_last_one_recorded()
    {
        var (id, session) = await AfterAsync("Back");
        var again = Assert.Single((await session.TurnAsync(want: 1)).Jobs);

        await RecordAsync(again, (await Queue.Door.RecallAsync(id)).Length, "two");

        Assert.Equal(["one", "two"], await NamesAsync(id));
    }

    [Fact]
    public async Task Any_bytes_are_kept_as_they_are()
    {
        var job = await Queue.TakeNewAsync(await Queue.JoinAsync());
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        await Queue.Door.RecordAsync(job, 0, StepRecord.Write("bytes", all, new((ref writer, value) => writer.Write(value), (ref _) => [])));

        var step = Assert.Single(StepRecord.ReadAll(await Queue.Door.RecallAsync(job.Id)));
        Assert.Equal(all, step.Result[3..].ToArray()); // after bin16 and its length
    }

    [Fact]
    public void What_is_not_readable_is_left_out_with_all_after_it()
    {
        var good = Record("one");
        byte[] records = [.. Encoding.ASCII.GetBytes($"1700000000000 {good.Length}\n"), .. good.Span, .. "1700000000001 99999\n"u8, .. good.Span];

        Assert.Equal(["one"], StepRecord.ReadAll(records).Select(step => step.Name));
        Assert.Empty(StepRecord.ReadAll("x"u8.ToArray()));
        Assert.Empty(StepRecord.ReadAll("1 1\n\xC1"u8.ToArray()));
    }

    private async Task<(JobId Id, TestSession Session)> AfterAsync(string outcome)
    {
        var session = await Queue.JoinAsync();
        var job = await Queue.TakeNewAsync(session);
        await RecordAsync(job, 0, "one");
        await session.TellAsync(OutcomeTests.OfKind(outcome, job));
        return (job.Id, session);
    }

    private Task<int> RecordAsync(TakenJob job, int before, string step) => Queue.Door.RecordAsync(job, before, Record(step));

    private async Task<IEnumerable<string>> NamesAsync(JobId id) => StepRecord.ReadAll(await Queue.Door.RecallAsync(id)).Select(step => step.Name);

    private static ReadOnlyMemory<byte> Record(string step) => StepRecord.Write(step, default, NoResult.Codec);
}

public sealed class StepsOnMemory(Servers servers) : StepTests(servers, StoreKind.Memory);

public sealed class StepsOnEmbedded(Servers servers) : StepTests(servers, StoreKind.Embedded);

public sealed class StepsOnRedis(Servers servers) : StepTests(servers, StoreKind.Redis);
