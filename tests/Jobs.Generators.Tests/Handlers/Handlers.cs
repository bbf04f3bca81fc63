using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Generators.Tests.Handlers;

[Job("first")]
public sealed partial record First(string Text);

[Job<string>("second", Aliases = ["old-second"])]
public sealed partial record Second(string Text);

[Job("third")]
public sealed partial record Third;

[Job("fourth")]
public sealed partial record Fourth;

public sealed record Log(List<string> Lines)
{
    public void Add(string line) => Lines.Add(line);
}

/// <summary>Two jobs, and every way to be given a service.</summary>
[JobHandler]
[RetryOn<TimeoutException>("5s", MaxAttempts = 2)]
[DeadOn<FormatException>]
internal sealed class BothHandler(
    Log log, IServiceProvider services, [FromKeyedServices("backup")] Log backup, [FromKeyedServices(7)] Log? noneKeyed = null, Uri? none = null, int tries = 3, string mode = "fast")
    : IJobHandler<First>, IJobHandler<Second, string>
{
    public Task HandleAsync(First job, JobContext context, CancellationToken cancellationToken)
    {
        log.Add($"{job.Text} {ReferenceEquals(services, context.Services)} {ReferenceEquals(log, backup)} {noneKeyed is null} {none is null} {tries} {mode}");
        return Task.CompletedTask;
    }

    public Task<string> HandleAsync(Second job, JobContext context, CancellationToken cancellationToken) => Task.FromResult(job.Text + "!");
}

/// <summary>Needs nothing.</summary>
[JobHandler]
public sealed class BareHandler : BaseHandler;

/// <summary>A handler by inheritance.</summary>
public abstract class BaseHandler : IJobHandler<Third>
{
    public Task HandleAsync(Third job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Nested, with several constructors.</summary>
internal static class Holder
{
    [JobHandler]
    internal sealed class ManyConstructors : IJobHandler<Fourth>
    {
        private readonly Log log;

        [ActivatorUtilitiesConstructor]
        public ManyConstructors(Log log) => this.log = log;

        public ManyConstructors(Log log, Uri other) : this(log) => log.Add(other.ToString());

        public Task HandleAsync(Fourth job, JobContext context, CancellationToken cancellationToken)
        {
            log.Add("one");
            return Task.CompletedTask;
        }
    }
}
