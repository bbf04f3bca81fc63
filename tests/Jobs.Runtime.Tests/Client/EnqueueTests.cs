using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

public abstract class EnqueueTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    [Fact]
    public async Task A_job_is_ready_in_the_queue_of_its_definition()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        var info = await Client.GetAsync(job.Id, job.Queue, Ct);
        Assert.Equal("mails", job.Queue);
        Assert.Equal((JobState.Ready, "mail"), (info!.State, info.Name));
    }

    [Fact]
    public async Task A_job_goes_to_the_queue_of_its_options()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = "other" }, Ct);

        Assert.Equal("other", job.Queue);
        Assert.NotNull(await Client.GetAsync(job.Id, "other", Ct));
        Assert.Null(await Client.GetAsync(job.Id, "mails", Ct));
    }

    [Fact]
    public async Task A_delayed_job_is_scheduled_for_its_time()
    {
        var before = DateTimeOffset.UtcNow;
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Delay = TimeSpan.FromHours(1) }, Ct);

        var info = await Client.GetAsync(job.Id, job.Queue, Ct);
        Assert.Equal(JobState.Scheduled, info!.State);
        Assert.InRange(info.DueAt!.Value, before.AddHours(1).AddSeconds(-1), before.AddHours(1).AddMinutes(1));
    }

    [Fact]
    public async Task A_job_is_scheduled_for_a_given_time()
    {
        var at = new DateTimeOffset(2100, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(2));
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { At = at }, Ct);

        Assert.Equal(at, (await Client.GetAsync(job.Id, job.Queue, Ct))!.DueAt);
    }

    [Fact]
    public async Task A_job_whose_time_has_passed_is_ready()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { At = DateTimeOffset.UnixEpoch }, Ct);

        Assert.Equal(JobState.Ready, (await Client.GetAsync(job.Id, job.Queue, Ct))!.State);
    }

    [Fact]
    public async Task A_delay_and_a_time_together_are_refused()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Delay = TimeSpan.FromSeconds(1), At = DateTimeOffset.UnixEpoch }, Ct));

        Assert.Contains("'mail' has both Delay (00:00:01) and At", error.Message);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task The_same_id_again_stores_nothing_and_says_so()
    {
        var id = JobId.From("invoice-42");
        var first = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Id = id }, Ct);
        var second = await Client.EnqueueAsync(new Mail("eve@example.com"), new() { Id = id }, Ct);

        Assert.Equal((false, true), (first.AlreadyStored, second.AlreadyStored));
        Assert.Single(await TakeAsync("mails", 10));
    }

    [Fact]
    public async Task The_same_id_many_times_at_once_stores_one_job()
    {
        var options = new EnqueueOptions { Id = JobId.New() };
        var jobs = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Client.EnqueueAsync(new Mail($"{i}@example.com"), options, Ct).AsTask()));

        Assert.Equal(1, jobs.Count(job => !job.AlreadyStored));
        Assert.Single(await TakeAsync("mails", 100));
    }

    [Fact]
    public async Task The_same_job_many_times_at_the_same_moment_is_stored_by_one_call()
    {
        await using var app = new ClientApp(Server.ConnectionString, Prefix, time: new StandingClock());
        var options = new EnqueueOptions { Id = JobId.From("invoice-42") };
        var jobs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => app.Client.EnqueueAsync(new Mail("ada@example.com"), options, Ct).AsTask()));

        Assert.Equal(1, jobs.Count(job => !job.AlreadyStored));
    }

    [Fact]
    public async Task A_job_with_an_id_of_its_own_has_the_payload_it_was_given()
    {
        var own = await Client.EnqueueAsync(new Mail("ada@example.com"), new() { Id = JobId.New() }, Ct);
        var other = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal((await EnvelopeOfAsync(other)).Payload.ToArray(), (await EnvelopeOfAsync(own)).Payload.ToArray());
    }

    [Fact]
    public async Task Jobs_enqueued_one_after_another_start_in_that_order()
    {
        var ids = new List<JobId>();
        for (var i = 0; i < 20; i++)
            ids.Add((await Client.EnqueueAsync(new Mail($"{i}@example.com"), cancellationToken: Ct)).Id);

        Assert.Equal(ids, (await TakeAsync("mails", 100)).Select(job => job.Id));
    }

    [Fact]
    public async Task Ready_and_scheduled_jobs_enqueued_at_once_each_get_their_own_result()
    {
        var calls = Enumerable.Range(0, 200).Select(i => Client.EnqueueAsync(
            new Mail($"{i}@example.com"), i % 3 == 0 ? new() { Delay = TimeSpan.FromHours(1), Headers = new Dictionary<string, string> { ["i"] = $"{i}" } } : null, Ct).AsTask());
        var jobs = await Task.WhenAll(calls);

        for (var i = 0; i < jobs.Length; i++)
        {
            var info = await Client.GetAsync(jobs[i].Id, "mails", Ct);
            Assert.Equal(i % 3 == 0 ? JobState.Scheduled : JobState.Ready, info!.State);
            Assert.Equal(i % 3 == 0 ? $"{i}" : null, info.Headers.GetValueOrDefault("i"));
        }
    }

    [Fact]
    public async Task What_the_call_says_about_a_job_travels_with_it()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), new()
        {
            MaxAttempts = 3,
            Timeout = TimeSpan.FromSeconds(7),
            Retention = TimeSpan.FromMinutes(5),
            Headers = new Dictionary<string, string> { ["tenant"] = "acme" },
        }, Ct);

        var envelope = await EnvelopeOfAsync(job);
        Assert.Equal((3, 7000, 300), (envelope.MaxAttempts, envelope.TimeoutMs, envelope.RetentionSeconds));
        Assert.Equal("acme", envelope.Headers!["tenant"]);
    }

    [Fact]
    public async Task A_job_carries_the_retention_of_its_definition()
    {
        var job = await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal(120, (await EnvelopeOfAsync(job)).RetentionSeconds);
    }

    [Fact]
    public async Task A_job_that_is_too_big_is_refused_by_name_and_size()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(async () =>
            await Client.EnqueueAsync(new Mail(new string('x', Limits.MaxEnvelopeBytes)), cancellationToken: Ct));

        Assert.Matches("Job 'mail' .* takes 1,048,6.. bytes with its headers, and at most 1,048,576 are stored", error.Message);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task Jobs_of_nearly_the_largest_size_are_stored_side_by_side()
    {
        var big = new string('x', Limits.MaxEnvelopeBytes - 100);
        var jobs = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Client.EnqueueAsync(new Mail(big), cancellationToken: Ct).AsTask()));

        Assert.Equal(5, (await TakeAsync("mails", 10)).Length);
        Assert.All(jobs, job => Assert.False(job.AlreadyStored));
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_stores_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: new CancellationToken(canceled: true)));

        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task No_payload_is_refused_by_the_name_of_its_job()
    {
        var error = await Assert.ThrowsAsync<ArgumentNullException>(async () => await Client.EnqueueAsync<Mail>(null!, cancellationToken: Ct));

        Assert.Contains("'mail'", error.Message);
    }
}

public sealed class EnqueueOnEmbedded(Servers servers) : EnqueueTests(servers, ServerKind.Embedded);

public sealed class EnqueueOnRedis(Servers servers) : EnqueueTests(servers, ServerKind.Redis);
