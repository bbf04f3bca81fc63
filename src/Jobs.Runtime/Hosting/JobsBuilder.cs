using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Hosting;

internal sealed record JobsBuilder(IServiceCollection Services, string Name) : IJobsBuilder;

/// <summary>The instance has a worker.</summary>
internal sealed class WorkerRegistration;
