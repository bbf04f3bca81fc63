using Jobs.Embedded;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Jobs;

/// <summary>Lets an instance of Jobs run on a server inside the process.</summary>
public static class JobsEmbeddedExtensions
{
    /// <summary>Uses a server inside this process instead of a Redis: for first runs, development and tests. Nothing else changes.</summary>
    /// <remarks>One server per host, whatever the number of instances. It starts with the first connection to it and stops with the
    /// host's services, after workers have drained. It can be had from DI as <see cref="EmbeddedRedis"/>.</remarks>
    /// <param name="jobs">The instance.</param>
    /// <param name="configure">Port, data folder and durability, such as <c>server => server with { DataFolder = "data" }</c>. It is given what
    /// <c>Jobs:Embedded:Port</c>, <c>Jobs:Embedded:DataFolder</c> and <c>Jobs:Embedded:Durability</c> say in the configuration, by default a free
    /// port, memory only. Several calls are applied one after another.</param>
    /// <exception cref="EmbeddedRedisException">When the host starts or the client is first used: port or folder cannot be used.</exception>
    public static IJobsBuilder UseEmbeddedRedis(this IJobsBuilder jobs, Func<EmbeddedRedisOptions, EmbeddedRedisOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        if (configure is not null)
        {
            jobs.Services.AddSingleton(new EmbeddedRedisSetting(configure));
        }

        jobs.Services.TryAddSingleton(static services => EmbeddedRedis.Start(
            services.GetServices<EmbeddedRedisSetting>().Aggregate(
                EmbeddedRedisSetting.FromConfiguration(services.GetService<IConfiguration>()), static (options, setting) => setting.Apply(options)),
            services.GetService<ILoggerFactory>()));
        return jobs.UseRedis(static services => services.GetRequiredService<EmbeddedRedis>().ConnectionString);
    }
}
