using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Jobs.Runtime.Tests.Client;
using Jobs.TestServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jobs.Runtime.Tests.Hosting;

/// <summary>A password, a payload and a header are in no log line of any level, in no activity, metric or exception: through work, a failure and a Redis that is away.</summary>
public sealed class SecretTests : IDisposable
{
    private const string Password = "canary-password-7c1e";
    private const string Payload = "canary-payload-7c1e@example.com";
    private const string Header = "canary-header-7c1e";
    private readonly ConcurrentQueue<string> said = [];
    private readonly ActivityListener activities;
    private readonly MeterListener meters;

    public SecretTests()
    {
        activities = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => said.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} "
                + string.Join(' ', activity.Events.Select(one => $"{one.Name} {string.Join(' ', one.Tags)}"))),
        };
        ActivitySource.AddActivityListener(activities);
        meters = new() { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => said.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => said.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray())}"));
        meters.Start();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_are_said_nowhere()
    {
        await using var redis = await RedisProcess.StartAsync(appendOnly: false, "--requirepass", Password);
        var ran = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Listening(said));
        builder.Services.AddJobs(jobs => jobs.UseRedis($"{redis.ConnectionString},password={Password},asyncTimeout=500,syncTimeout=500")
            .Configure(options => options.EnqueueTimeout = TimeSpan.FromSeconds(1))
            .AddHandlers(table => table.Add<Mail, FailsOnce>(_ => new FailsOnce(ran), needsScope: false))
            .AddWorker(worker => worker.Queues["mails"] = 1));
        using var host = builder.Build();
        await host.StartAsync(Ct);
        var client = host.Services.GetRequiredService<IJobClient>();
        await client.EnqueueAsync(new Mail(Payload), new() { Headers = new Dictionary<string, string> { ["tenant"] = Header } }, Ct);

        Assert.Equal(Payload, await ran.Task.WaitAsync(Ct)); // it was there to be leaked
        await redis.StopAsync();
        var away = await Assert.ThrowsAnyAsync<Exception>(async () => await client.EnqueueAsync(new Mail(Payload), cancellationToken: Ct));
        said.Enqueue(away.ToString());
        await host.StopAsync(Ct);

        Assert.True(said.Count > 10, "hardly anything was said: the test shows nothing");
        Assert.All(said, static text => Assert.DoesNotContain("canary", text, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        activities.Dispose();
        meters.Dispose();
    }

    private sealed class FailsOnce(TaskCompletionSource<string> ran) : IJobHandler<Mail>
    {
        public Task HandleAsync(Mail job, JobContext context, CancellationToken cancellationToken)
        {
            ran.TrySetResult(job.To);
            throw new InvalidOperationException("No such host.");
        }
    }

    private sealed class Listening(ConcurrentQueue<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            said.Enqueue($"{state} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "")}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Enqueue($"{formatter(state, exception)} {exception} {(state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values) : "")}");

        public void Dispose()
        {
        }
    }
}
