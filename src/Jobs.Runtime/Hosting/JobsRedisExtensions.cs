using Jobs.Hosting;
using Jobs.Redis;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace Jobs;

/// <summary>Which Redis an instance uses. The last call counts; without any it is <c>Jobs:Redis</c> in the configuration, else the
/// application's <see cref="IConnectionMultiplexer"/>.</summary>
public static class JobsRedisExtensions
{
    /// <summary>Connects with settings made for workers: short timeouts, fast reconnects, and a host that starts while Redis is down.</summary>
    /// <param name="jobs">The instance.</param>
    /// <param name="connectionString">As StackExchange.Redis writes it: <c>host:port,password=…,ssl=true</c>. What it sets goes over the settings.</param>
    /// <exception cref="ArgumentException">The string is not usable; the message shows no password.</exception>
    public static IJobsBuilder UseRedis(this IJobsBuilder jobs, string connectionString) => UseRedis(jobs, connectionString, static _ => { });

    /// <inheritdoc cref="UseRedis(IJobsBuilder, string)"/>
    /// <param name="jobs">The instance.</param>
    /// <param name="connectionString">As StackExchange.Redis writes it.</param>
    /// <param name="configure">Sets what a string cannot hold, such as certificates.</param>
    public static IJobsBuilder UseRedis(this IJobsBuilder jobs, string connectionString, Action<ConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        if (RedisConnectionString.WhyNot(connectionString) is { } why)
        {
            throw new ArgumentException($"The Redis connection string is not usable: {why}.", nameof(connectionString));
        }

        return Use(jobs, RedisSource.FromString(_ => connectionString, configure));
    }

    /// <summary>Connects with options set in code, beginning with <c>Jobs:Redis</c> where the configuration has it.</summary>
    public static IJobsBuilder UseRedis(this IJobsBuilder jobs, Action<ConfigurationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Use(jobs, RedisSource.FromOptions(configure));
    }

    /// <summary>Connects to what a service names, once the host starts or the client is first used.</summary>
    public static IJobsBuilder UseRedis(this IJobsBuilder jobs, Func<IServiceProvider, string> connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        return Use(jobs, RedisSource.FromString(connectionString, configure: null));
    }

    /// <summary>Uses a connection of the application, which stays the application's: it is never closed here, and has the
    /// application's timeouts and retries. It carries what keeps a worker's sessions alive too.</summary>
    /// <param name="jobs">The instance.</param>
    /// <param name="connection">Finds it.</param>
    public static IJobsBuilder UseRedis(this IJobsBuilder jobs, Func<IServiceProvider, IConnectionMultiplexer> connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return Use(jobs, RedisSource.Borrowed(connection, control: null));
    }

    /// <summary>Uses two connections of the application, so that no large reply of the first delays what keeps a worker's sessions alive.</summary>
    /// <param name="jobs">The instance.</param>
    /// <param name="connection">Carries jobs and results.</param>
    /// <param name="control">Carries the renewals of a worker's sessions, and wakes it.</param>
    public static IJobsBuilder UseRedis(
        this IJobsBuilder jobs, Func<IServiceProvider, IConnectionMultiplexer> connection, Func<IServiceProvider, IConnectionMultiplexer> control)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(control);
        return Use(jobs, RedisSource.Borrowed(connection, control));
    }

    private static IJobsBuilder Use(IJobsBuilder jobs, RedisSource source)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        jobs.Services.AddKeyedSingleton(jobs.Name, source);
        return jobs;
    }
}
