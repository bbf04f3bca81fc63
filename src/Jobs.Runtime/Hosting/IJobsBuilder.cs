using Microsoft.Extensions.DependencyInjection;

namespace Jobs;

/// <summary>Configures one instance of Jobs: its Redis, its handlers, its worker. Calling a method twice is harmless.</summary>
public interface IJobsBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }

    /// <summary>The key under which this instance's <see cref="IJobClient"/> is registered; empty: it is registered without a key.</summary>
    string Name { get; }
}
