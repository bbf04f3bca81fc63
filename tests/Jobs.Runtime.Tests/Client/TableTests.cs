using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

/// <summary>Jobs whose ids say different tables.</summary>
public abstract class TableTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    private static readonly TimeSpan OneTable = TimeSpan.FromMilliseconds(256);

    [Fact]
    public async Task Jobs_of_different_tables_are_stored_in_the_order_of_their_enqueues()
    {
        await using var app = new ClientApp(User.ConnectionString, Prefix, time: new StandingClock(step: OneTable));
        // Twice as many as there are tables: the client itself looks at the clock now and then, and each look skips one.
        var jobs = await Task.WhenAll(Enumerable.Range(0, 150).Select(i => app.Client.EnqueueAsync(new Mail($"{i}"), cancellationToken: Ct).AsTask()));

        Assert.Equal(JobTable.Count, jobs.Select(job => JobTable.Of(job.Id)).Distinct().Count());
        Assert.Equal(jobs.Select(job => job.Id), (await TakeAsync("mails", 150)).Select(job => job.Id));
    }

    [Fact]
    public async Task An_id_of_the_callers_own_among_new_ones_is_stored_once()
    {
        var own = JobId.From("invoice-42");
        var jobs = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Client.EnqueueAsync(new Mail($"{i}"), new() { Id = i % 2 == 0 ? own : null }, Ct).AsTask()));

        Assert.Equal(9, jobs.Count(job => job.AlreadyStored));
        Assert.Equal(jobs.Select(job => job.Id).Distinct(), (await TakeAsync("mails", 100)).Select(job => job.Id));
    }

    [Fact]
    public async Task Of_many_jobs_each_thousand_say_the_time_they_were_made_at()
    {
        await using var app = new ClientApp(User.ConnectionString, Prefix, time: new StandingClock(step: OneTable));
        var jobs = await app.Client.EnqueueManyAsync(Enumerable.Range(0, 2_500).Select(i => new Mail($"{i}")), cancellationToken: Ct);

        Assert.Equal([1, 1, 1], jobs.Chunk(1000).Select(thousand => thousand.Select(job => JobTable.Of(job.Id)).Distinct().Count()));
        Assert.Equal(3, jobs.Select(job => JobTable.Of(job.Id)).Distinct().Count());
        Assert.Equal(jobs.Take(1000).Select(job => job.Id), (await TakeAsync("mails", 1000)).Select(job => job.Id));
    }

    [Fact]
    public async Task Each_is_found_and_cancelled_and_awaited_where_it_stands()
    {
        await using var app = new ClientApp(User.ConnectionString, Prefix, time: new StandingClock(step: OneTable));
        for (var i = 0; i < 4; i++)
        {
            var job = await app.Client.EnqueueAsync(new Mail($"{i}"), cancellationToken: Ct);

            Assert.Equal(JobState.Ready, (await Client.GetAsync(job.Id, job.Queue, Ct))!.State);
            Assert.True(await Store.Queue(job.Queue).AwaitAsync(job.Id));
            Assert.Equal(CancelResult.Cancelled, await Client.CancelAsync(job.Id, job.Queue, Ct));
            Assert.Equal(JobState.Cancelled, (await Client.GetAsync(job.Id, job.Queue, Ct))!.State);
        }
    }
}

public sealed class TablesOnEmbedded(Servers servers) : TableTests(servers, ServerKind.Embedded);

public sealed class TablesOnRedis(Servers servers) : TableTests(servers, ServerKind.Redis);
