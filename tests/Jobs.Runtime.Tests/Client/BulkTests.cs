using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

public abstract class BulkTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    [Fact]
    public async Task Many_jobs_are_stored_in_their_order_with_a_handle_each()
    {
        var jobs = await Client.EnqueueManyAsync(Enumerable.Range(0, 2_500).Select(i => new Mail($"{i}@example.com")), cancellationToken: Ct);

        var taken = new List<JobId>();
        for (var turn = 1; turn <= 3; turn++)
            taken.AddRange((await TakeAsync("mails", 1000, sequence: turn)).Select(job => job.Id));
        Assert.Equal(2_500, jobs.Count);
        Assert.Equal(jobs.Select(job => job.Id), taken);
    }

    [Fact]
    public async Task Many_jobs_share_their_options()
    {
        var jobs = await Client.EnqueueManyAsync([new Mail("a"), new Mail("b")], new() { Queue = "later", Delay = TimeSpan.FromHours(1) }, Ct);

        foreach (var job in jobs)
            Assert.Equal(JobState.Scheduled, (await Client.GetAsync(job.Id, "later", Ct))!.State);
    }

    [Fact]
    public async Task No_payloads_are_no_jobs()
    {
        Assert.Empty(await Client.EnqueueManyAsync(Array.Empty<Mail>(), cancellationToken: Ct));
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task An_id_for_many_jobs_is_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Client.EnqueueManyAsync([new Mail("a")], new() { Id = JobId.New() }, Ct));

        Assert.Contains("an id belongs to one", error.Message);
    }

    [Fact]
    public async Task One_payload_that_is_too_big_keeps_all_from_being_stored()
    {
        var payloads = Enumerable.Range(0, 1_500).Select(i => new Mail(i == 1_400 ? new string('x', Limits.MaxEnvelopeBytes) : "a"));

        await Assert.ThrowsAsync<ArgumentException>(async () => await Client.EnqueueManyAsync(payloads, cancellationToken: Ct));

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task A_missing_payload_is_named_by_its_place()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await Client.EnqueueManyAsync([new Mail("a"), null!], cancellationToken: Ct));

        Assert.Contains("Payload 1 of many jobs 'mail' is null", error.Message);
    }

    [Fact]
    public async Task Many_large_jobs_go_by_several_calls()
    {
        var large = new string('x', 300_000);
        await Client.EnqueueManyAsync(Enumerable.Range(0, 20).Select(_ => new Mail(large)), cancellationToken: Ct);

        Assert.Equal(20, (await TakeAsync("mails", 100)).Length);
    }

    [Fact]
    public async Task Single_and_many_jobs_keep_the_order_of_their_calls()
    {
        var before = Client.EnqueueAsync(new Mail("before"), cancellationToken: Ct).AsTask();
        var many = Client.EnqueueManyAsync([new Mail("1"), new Mail("2")], cancellationToken: Ct).AsTask();
        var after = Client.EnqueueAsync(new Mail("after"), cancellationToken: Ct).AsTask();

        JobId[] order = [(await before).Id, .. (await many).Select(job => job.Id), (await after).Id];
        Assert.Equal(order, (await TakeAsync("mails", 10)).Select(job => job.Id));
    }
}

public sealed class BulkOnEmbedded(Servers servers) : BulkTests(servers, ServerKind.Embedded);

public sealed class BulkOnRedis(Servers servers) : BulkTests(servers, ServerKind.Redis);
