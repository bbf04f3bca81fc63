using System.Text;
using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Redis;

public abstract class EnqueueTests(Servers servers, StoreKind kind) : ConformanceTest(servers, kind)
{
    [Fact]
    public async Task A_job_that_may_start_at_once_is_ready()
    {
        var id = JobId.New();

        Assert.Empty(await Queue.EnqueueAsync(id));

        Assert.Equal("jobs ready", await Queue.PlacesAsync(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_earlier_try_of_the_same_call_stored_is_told_from_what_another_call_stored(bool waiting)
    {
        var ids = NewIds(3);
        var time = waiting ? StartTime.After(TimeSpan.FromHours(1)) : default;
        await Queue.EnqueueAsync([(ids[0], "mine"u8.ToArray(), time), (ids[1], "another's"u8.ToArray(), time)]);
        var known = await Queue.Door.EnqueueAsync(new JobsRequest([.. ids.Select(id => (id, "mine"u8.ToArray(), new EnqueueTerms(time)))]));
        Assert.Equal([-1, 2], known);
    }

    [Fact]
    public async Task Jobs_are_ready_in_the_order_they_were_stored()
    {
        var ids = NewIds(5);

        await Queue.EnqueueAsync(ids[0], ids[1]);
        await Queue.EnqueueAsync(ids[2]);
        await Queue.EnqueueAsync(ids[3], ids[4]);

        Assert.Equal(ids, await Queue.ReadyAsync());
    }

    [Fact]
    public async Task Any_bytes_are_an_id_and_an_envelope()
    {
        var bytes = Enumerable.Range(0, 256).Select(b => (byte)b).ToArray();
        var ids = bytes.Chunk(JobId.Size).Select(chunk => JobId.Read(chunk)).ToArray();
        foreach (var id in ids)
            await Queue.EnqueueAsync(id, bytes);

        var taken = await (await Queue.JoinAsync()).TurnAsync(want: ids.Length);

        Assert.Equal(ids, taken.Jobs.Select(job => job.Id));
        Assert.All(taken.Jobs, job => Assert.Equal(bytes, job.Envelope.ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task An_envelope_may_be_of_any_size(int size)
    {
        var envelope = Encoding.ASCII.GetBytes(new string('x', size));
        await Queue.EnqueueAsync(JobId.New(), envelope);

        var taken = await (await Queue.JoinAsync()).TurnAsync(want: 1);

        Assert.Equal(envelope, Assert.Single(taken.Jobs).Envelope.ToArray());
    }

    [Fact]
    public async Task The_largest_call_stores_all_of_it()
    {
        var ids = NewIds(2 * IEnqueueRequest.MaxJobs);

        await Queue.EnqueueAsync(ids[..IEnqueueRequest.MaxJobs], [.. ids[IEnqueueRequest.MaxJobs..].Select(id => (id, StartTime.After(TimeSpan.FromHours(1))))]);

        Assert.Equal(ids[..IEnqueueRequest.MaxJobs], await Queue.ReadyAsync());
        Assert.Equal(IEnqueueRequest.MaxJobs, (await Queue.DueAsync()).Length);
    }

    [Fact]
    public async Task An_id_that_stands_twice_in_one_call_is_one_job_and_its_first_place_counts()
    {
        var ids = NewIds(2);
        Assert.Equal([3], await Queue.EnqueueAsync([(ids[0], "first"u8.ToArray(), default), (ids[1], "other"u8.ToArray(), default), (ids[0], "second"u8.ToArray(), default)]));

        Assert.Equal(ids, await Queue.ReadyAsync());
        Assert.Equal("first"u8.ToArray(), (await Queue.Door.GetAsync(ids[0]))!.Envelope);
    }

    [Fact]
    public async Task An_id_that_stands_as_ready_and_as_waiting_is_ready()
    {
        var id = JobId.New();

        Assert.Equal([2], await Queue.EnqueueAsync([id], [(id, StartTime.After(TimeSpan.FromHours(1)))]));

        Assert.Equal("jobs ready", await Queue.PlacesAsync(id));
    }

    [Fact]
    public async Task Of_many_only_the_known_ones_are_reported_and_only_the_new_ones_stored()
    {
        var ids = NewIds(4);
        await Queue.EnqueueAsync(ids[1], ids[3]);

        Assert.Equal([2, 4], await Queue.EnqueueAsync([ids[0], ids[1]], [(ids[2], StartTime.After(TimeSpan.Zero)), (ids[3], StartTime.After(TimeSpan.FromHours(1)))]));

        Assert.Equal([ids[1], ids[3], ids[0], ids[2]], await Queue.ReadyAsync());
    }

    public static TheoryData<string> States => ["ready", "due", "active", "done", "dead", "cancelled in the list", "retried"];

    [Theory]
    [MemberData(nameof(States))]
    public async Task An_id_that_is_stored_already_is_left_as_it_is_whatever_its_state(string state)
    {
        var id = await BringToAsync(state);
        var before = await Queue.DumpAsync();

        Assert.Equal([1], await Queue.EnqueueAsync(id));
        Assert.Equal([1], await Queue.EnqueueAfterAsync(1000, id));

        Assert.Equal(before, await Queue.DumpAsync());
    }

    private async Task<JobId> BringToAsync(string state)
    {
        var session = await Queue.JoinAsync();
        var id = JobId.New();
        await (state == "due" ? Queue.EnqueueAfterAsync(3600000, id) : Queue.EnqueueAsync(id));
        if (state == "cancelled in the list")
            await Queue.CancelAsync(id);
        if (state is "active" or "done" or "dead" or "retried")
        {
            var job = Assert.Single((await session.TurnAsync(want: 1)).Jobs);
            if (state == "done")
                await session.TellAsync(Outcome.Completed(job, TestQueue.Retention));
            if (state == "dead")
                await session.TellAsync(Outcome.Dead(job, new RunState(RunEnd.Dead, 1, 0, "no")));
            if (state == "retried")
                await session.TellAsync(Outcome.Later(job, 0, TimeSpan.FromHours(1), new RunState(RunEnd.Failed, 1, 0, "no")));
        }
        return id;
    }
}

public sealed class EnqueueOnMemory(Servers servers) : EnqueueTests(servers, StoreKind.Memory);

public sealed class EnqueueOnEmbedded(Servers servers) : EnqueueTests(servers, StoreKind.Embedded);

public sealed class EnqueueOnRedis(Servers servers) : EnqueueTests(servers, StoreKind.Redis);
