using Jobs.TestServers;

namespace Jobs.Runtime.Tests.Client;

public abstract class MiddlewareTests(Servers servers, ServerKind kind) : ClientTest(servers, kind)
{
    [Fact]
    public async Task Middleware_runs_around_the_enqueue_the_first_outermost()
    {
        await using var app = With(jobs => jobs.AddMiddleware<Outer>().AddMiddleware<Inner>());
        var job = await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        var headers = (await app.Client.GetAsync(job.Id, job.Queue, Ct))!.Headers;
        Assert.Equal("outer inner", headers["path"]);
    }

    [Fact]
    public async Task Middleware_sees_the_payload_and_what_the_job_is()
    {
        await using var app = With(jobs => jobs.AddMiddleware<Recorder>());
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), new() { Queue = "other" }, Ct);

        var seen = Assert.Single(app.Middleware<Recorder>().Seen);
        Assert.Equal((new Mail("ada@example.com"), "mail", "other"), ((Mail)seen.Payload, seen.Definition.Name, seen.Options.Queue));
    }

    [Fact]
    public async Task Middleware_that_throws_stores_nothing()
    {
        await using var app = With(jobs => jobs.AddMiddleware<Refuser>());

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct));
        Assert.Equal("no mail for ada@example.com", error.Message);
        Assert.Empty(await KeysAsync());
    }

    [Fact]
    public async Task Middleware_runs_for_each_of_many_jobs()
    {
        await using var app = With(jobs => jobs.AddMiddleware<Recorder>());
        var jobs = await app.Client.EnqueueManyAsync(Enumerable.Range(0, 1_200).Select(i => new Mail($"{i}")), cancellationToken: Ct);

        Assert.Equal(1_200, jobs.Select(job => job.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 1_200).Select(i => $"{i}"), app.Middleware<Recorder>().Seen.Select(seen => ((Mail)seen.Payload).To));
    }

    [Fact]
    public async Task Middleware_that_refuses_one_of_many_jobs_leaves_the_stored_ones_named()
    {
        await using var app = With(jobs => jobs.AddMiddleware<RefuserOfEve>());
        var error = await Assert.ThrowsAsync<JobBulkStoreException>(async () =>
            await app.Client.EnqueueManyAsync([new Mail("ada"), new Mail("eve")], cancellationToken: Ct));

        Assert.Equal([StoreOutcome.Stored, StoreOutcome.NotStored], error.Items.Select(item => item.Outcome));
        Assert.IsType<InvalidOperationException>(error.InnerException);
    }

    [Fact]
    public async Task A_job_that_is_stored_counts_as_stored_though_its_middleware_throws_afterwards()
    {
        await using var app = With(jobs => jobs.AddMiddleware<FailsAfterwards>());
        var error = await Assert.ThrowsAsync<JobBulkStoreException>(async () =>
            await app.Client.EnqueueManyAsync([new Mail("ada")], cancellationToken: Ct));

        var item = Assert.Single(error.Items);
        Assert.Equal(StoreOutcome.Stored, item.Outcome);
        Assert.NotNull(await app.Client.GetAsync(item.Job.Id, item.Job.Queue, Ct));
    }

    [Fact]
    public async Task Many_jobs_that_are_cancelled_among_their_middleware_each_have_an_id_and_an_outcome()
    {
        await using var app = With(jobs => jobs.AddMiddleware<CancelsAtEve>());
        using var patience = new CancellationTokenSource();
        app.Middleware<CancelsAtEve>().Patience = patience;
        Mail[] payloads = [new("ada"), new("eve"), new("bob")];
        var error = await Assert.ThrowsAsync<JobBulkStoreException>(async () => await app.Client.EnqueueManyAsync(payloads, cancellationToken: patience.Token));
        app.Middleware<CancelsAtEve>().Patience = null;

        Assert.IsAssignableFrom<OperationCanceledException>(error.InnerException);
        Assert.Equal([StoreOutcome.NotStored, StoreOutcome.NotStored], error.Items.Skip(1).Select(item => item.Outcome));
        Assert.Equal(3, error.Items.Select(item => item.Job.Id).Distinct().Count());
        await app.Client.EnqueueManyAsync(payloads, new() { Repeat = error.Items }, Ct);
        Assert.Equal(error.Items.Select(item => item.Job.Id).Order(), (await TakeAsync("mails", 10)).Select(job => job.Id).Order());
    }

    [Fact]
    public async Task Middleware_may_take_the_client()
    {
        await using var app = With(jobs => jobs.AddMiddleware<Copier>());
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Equal(2, (await TakeAsync("mails", 10)).Length);
    }

    [Fact]
    public async Task Middleware_added_twice_runs_once()
    {
        await using var app = With(jobs => jobs.AddMiddleware<Recorder>().AddMiddleware<Recorder>());
        await app.Client.EnqueueAsync(new Mail("ada@example.com"), cancellationToken: Ct);

        Assert.Single(app.Middleware<Recorder>().Seen);
    }

    private ClientApp With(Action<IJobsBuilder> configure) => new(User.ConnectionString, Prefix, configure);

    private static EnqueueOptions Pass(EnqueueOptions options, string name) => options with
    {
        Headers = new Dictionary<string, string> { ["path"] = options.Headers is { } headers ? $"{headers["path"]} {name}" : name },
    };

    private sealed class Outer : IJobMiddleware
    {
        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken)
        {
            context.Options = Pass(context.Options, "outer");
            return next(context, cancellationToken);
        }
    }

    private sealed class Inner : IJobMiddleware
    {
        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken)
        {
            context.Options = Pass(context.Options, "inner");
            return next(context, cancellationToken);
        }
    }

    private sealed class Recorder : IJobMiddleware
    {
        public List<EnqueueContext> Seen { get; } = [];

        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken)
        {
            Seen.Add(context);
            return next(context, cancellationToken);
        }
    }

    private sealed class Refuser : IJobMiddleware
    {
        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken) =>
            throw new InvalidOperationException($"no mail for {((Mail)context.Payload).To}");
    }

    private sealed class RefuserOfEve : IJobMiddleware
    {
        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken) =>
            ((Mail)context.Payload).To == "eve" ? throw new InvalidOperationException("not eve") : next(context, cancellationToken);
    }

    private sealed class FailsAfterwards : IJobMiddleware
    {
        public async ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken)
        {
            await next(context, cancellationToken);
            throw new InvalidOperationException("the audit log is full");
        }
    }

    private sealed class CancelsAtEve : IJobMiddleware
    {
        public CancellationTokenSource? Patience { get; set; }

        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken)
        {
            if (((Mail)context.Payload).To == "eve")
                Patience?.Cancel();
            return next(context, cancellationToken);
        }
    }

    private sealed class Copier(IJobClient client) : IJobMiddleware
    {
        public async ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken)
        {
            if (((Mail)context.Payload).To != "copy")
                await client.EnqueueAsync(new Mail("copy"), cancellationToken: cancellationToken);
            return await next(context, cancellationToken);
        }
    }
}

public sealed class MiddlewareOnEmbedded(Servers servers) : MiddlewareTests(servers, ServerKind.Embedded);

public sealed class MiddlewareOnRedis(Servers servers) : MiddlewareTests(servers, ServerKind.Redis);
