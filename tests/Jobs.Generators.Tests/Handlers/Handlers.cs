using System.Runtime.CompilerServices;
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

[Job("optional")]
public sealed partial record Optional;

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

/// <summary>Optional values in every form, under names that generated code has uses for.</summary>
[JobHandler]
internal sealed class OptionalHandler(
    Log log, [System.Runtime.InteropServices.Optional, DateTimeConstant(637134336000000000)] DateTime date,
    TimeSpan? time = null, int? number = 5, DayOfWeek? day = DayOfWeek.Friday, Guid? guid = null, int services = 7, int _ = 8, [FromKeyedServices("k")] int keyed = 9)
    : IJobHandler<Optional>
{
    public Task HandleAsync(Optional job, JobContext context, CancellationToken cancellationToken)
    {
        log.Add(FormattableString.Invariant($"{time} {number} {day} {guid} {services} {_} {keyed} {date.Year}"));
        return Task.CompletedTask;
    }
}
