using Jobs.Runtime.Tests.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>What is in the container.</summary>
public sealed class RegistrationTests
{
    [Fact]
    public void Adding_twice_is_adding_once()
    {
        var services = new ServiceCollection();
        services.AddJobs(jobs => jobs.UseRedis("localhost")).AddJobs(jobs => jobs.AddWorker());

        Assert.Single(services, service => service.ServiceType == typeof(IHostedService));
        Assert.Single(services, service => service.ServiceType == typeof(IJobClient));
    }

    [Fact]
    public void A_client_of_the_application_stays()
    {
        var mine = new ClientOfATest();
        using var app = new ServiceCollection().AddSingleton<IJobClient>(mine).AddJobs(jobs => jobs.UseRedis("localhost")).BuildServiceProvider();

        Assert.Same(mine, app.GetRequiredService<IJobClient>());
    }

    [Fact]
    public void Without_any_Redis_the_client_says_what_to_do()
    {
        using var app = new ServiceCollection().AddJobs().BuildServiceProvider();

        Assert.Equal(
            "Jobs has no Redis: call UseRedis(…) in AddJobs, set Jobs:Redis in the configuration, or register an IConnectionMultiplexer.",
            Assert.Throws<InvalidOperationException>(app.GetRequiredService<IJobClient>).Message);
    }

    [Fact]
    public void Without_any_Redis_a_keyed_client_says_which()
    {
        using var app = new ServiceCollection().AddKeyedJobs("billing").BuildServiceProvider();

        Assert.Contains("Jobs 'billing' has no Redis", Assert.Throws<InvalidOperationException>(() => app.GetRequiredKeyedService<IJobClient>("billing")).Message);
    }

    [Fact]
    public void A_key_that_is_no_name_is_refused() =>
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddKeyedJobs("a b"));

    [Fact]
    public async Task Keyed_instances_have_clients_and_middleware_of_their_own()
    {
        await using var app = new ServiceCollection()
            .AddJobs(jobs => jobs.UseRedis("localhost").AddMiddleware<First>())
            .AddKeyedJobs("billing", jobs => jobs.UseRedis("localhost").AddMiddleware<Second>())
            .AddSingleton<TakesBoth>()
            .BuildServiceProvider();
        var both = app.GetRequiredService<TakesBoth>();

        Assert.NotSame(both.Shop, both.Billing);
        Assert.Equal("first", (await both.Shop.EnqueueAsync(new Mail("ada@example.com"))).Queue);
        Assert.Equal("second", (await both.Billing.EnqueueAsync(new Mail("ada@example.com"))).Queue);
    }

    [Fact]
    public void Handlers_added_twice_are_one()
    {
        using var app = new ServiceCollection().AddJobs(jobs => jobs.UseRedis("localhost").AddHandlers(Register).AddHandlers(Register)).BuildServiceProvider();

        Assert.Single(app.GetRequiredKeyedService<JobHandlerTable>("").Entries);
    }

    private static void Register(JobHandlerTable table) => table.Add<Mail, MailHandler>(_ => new MailHandler(), needsScope: false);

    private sealed class MailHandler : IJobHandler<Mail>
    {
        public Task HandleAsync(Mail job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class TakesBoth(IJobClient shop, [FromKeyedServices("billing")] IJobClient billing)
    {
        public IJobClient Shop { get; } = shop;

        public IJobClient Billing { get; } = billing;
    }

    private sealed class First : IJobMiddleware
    {
        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken) =>
            new(new JobHandle(JobId.New(), "first"));
    }

    private sealed class Second : IJobMiddleware
    {
        public ValueTask<JobHandle> EnqueueAsync(EnqueueContext context, EnqueueDelegate next, CancellationToken cancellationToken) =>
            new(new JobHandle(JobId.New(), "second"));
    }

    private sealed class ClientOfATest : IJobClient
    {
        public ValueTask<JobHandle> EnqueueAsync<TJob>(TJob payload, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
            where TJob : IJob<TJob> => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<JobHandle>> EnqueueManyAsync<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
            where TJob : IJob<TJob> => throw new NotSupportedException();

        public ValueTask<JobInfo?> GetAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<CancelResult> CancelAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<ReadOnlyMemory<byte>> WaitForResultAsync(JobHandle job, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
