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
    public async Task A_token_that_was_cancelled_before_stores_none_of_many_jobs()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Client.EnqueueManyAsync([new Mail("a"), new Mail("b")], cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(await KeysAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_token_that_is_cancelled_while_payloads_are_read_stores_none_of_many_jobs(bool middleware)
    {
        await using var app = new ClientApp(Server.ConnectionString, Prefix, jobs => Add(jobs, middleware));
        using var patience = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await app.Client.EnqueueManyAsync(Endless(patience), cancellationToken: patience.Token));
        Assert.Empty(await KeysAsync());

        static IEnumerable<Mail> Endless(CancellationTokenSource patience)
        {
            for (var i = 0; ; i++)
            {
                if (i == 3_000)
                    patience.Cancel();
                yield return new Mail($"{i}");
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Payloads_that_throw_in_the_middle_store_none_of_many_jobs(bool middleware)
    {
        await using var app = new ClientApp(Server.ConnectionString, Prefix, jobs => Add(jobs, middleware));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await app.Client.EnqueueManyAsync(Broken(), cancellationToken: Ct));
        Assert.Equal("the file ends here", error.Message);
        Assert.Empty(await KeysAsync());

        static IEnumerable<Mail> Broken()
        {
            for (var i = 0; i < 3_000; i++)
                yield return new Mail($"{i}");
            throw new InvalidOperationException("the file ends here");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_repeated_call_stores_what_is_not_stored_under_the_ids_it_had(bool middleware)
    {
        await using var app = new ClientApp(Server.ConnectionString, Prefix, jobs => Add(jobs, middleware));
        Mail[] payloads = [.. Enumerable.Range(0, 4).Select(i => new Mail($"{i}"))];
        var stored = await app.Client.EnqueueManyAsync(payloads[..2], new() { Queue = "other" }, Ct);
        BulkItem[] items =
        [
            new(stored[0], StoreOutcome.Stored), new(stored[1], StoreOutcome.Unknown),
            new(new(JobId.New(), "other"), StoreOutcome.Unknown), new(new(JobId.New(), "other"), StoreOutcome.NotStored),
        ];
        var jobs = await app.Client.EnqueueManyAsync(payloads, new() { Repeat = items }, Ct);

        Assert.Equal(items.Select(item => item.Job.Id), jobs.Select(job => job.Id));
        Assert.Equal([true, true, false, false], jobs.Select(job => job.AlreadyStored));
        Assert.Equal(items.Select(item => item.Job.Id).Order(), (await TakeAsync("other", 10)).Select(job => job.Id).Order());
    }

    [Fact]
    public async Task A_job_that_is_stored_is_not_sent_again_by_a_repeated_call()
    {
        var gone = new BulkItem(new JobHandle(JobId.New(), "mails"), StoreOutcome.Stored); // it may have ended, and its retention with it
        var jobs = await Client.EnqueueManyAsync([new Mail("a"), new Mail("b")], new() { Repeat = [gone, new(new(JobId.New(), "mails"), StoreOutcome.NotStored)] }, Ct);

        Assert.Equal(jobs[1].Id, Assert.Single(await TakeAsync("mails", 10)).Id);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_repeated_call_with_other_payloads_is_refused(int payloads)
    {
        BulkItem[] items = [.. Enumerable.Range(0, 2).Select(_ => new BulkItem(new JobHandle(JobId.New(), "mails"), StoreOutcome.NotStored))];
        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Client.EnqueueManyAsync(Enumerable.Range(0, payloads).Select(i => new Mail($"{i}")), new() { Repeat = items }, Ct));

        Assert.Contains("Repeat has 2 items", error.Message);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task A_repeated_call_for_another_queue_is_refused()
    {
        BulkItem[] items = [new(new(JobId.New(), "mails"), StoreOutcome.Unknown)];
        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Client.EnqueueManyAsync([new Mail("a")], new() { Repeat = items, Queue = "other" }, Ct));

        Assert.Contains("of queue 'mails', and the call is for queue 'other'", error.Message);
    }

    [Fact]
    public async Task A_repetition_of_many_is_refused_for_one_job()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Client.EnqueueAsync(new Mail("a"), new() { Repeat = [new(new(JobId.New(), "mails"), StoreOutcome.Unknown)] }, Ct));

        Assert.Contains("Set Id to the id of the job instead", error.Message);
    }

    [Fact]
    public void A_repetition_of_nothing_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EnqueueOptions { Repeat = [] });
        Assert.Throws<ArgumentException>(() => new EnqueueOptions { Repeat = [default] });
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

    private static void Add(IJobsBuilder jobs, bool middleware)
    {
        if (middleware)
            jobs.AddMiddleware<PassOn>();
    }

    private sealed class PassOn : IJobMiddleware;
}

public sealed class BulkOnEmbedded(Servers servers) : BulkTests(servers, ServerKind.Embedded);

public sealed class BulkOnRedis(Servers servers) : BulkTests(servers, ServerKind.Redis);
