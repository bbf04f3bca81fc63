using Jobs.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Hosting;

/// <summary>How an instance comes by its connections. The last <c>UseRedis</c> counts.</summary>
internal sealed class RedisSource(Func<IServiceProvider, JobsOptions, ILogger, RedisConnections> open)
{
    public RedisConnections Open(IServiceProvider services, JobsOptions options, ILogger log) => open(services, options, log);

    public static RedisSource FromString(Func<IServiceProvider, string> connectionString, Action<ConfigurationOptions>? configure) =>
        new((services, _, log) => Own(RedisConnectionString.Parse(connectionString(services)), configure, services, log));

    /// <summary>Begins with what the configuration says.</summary>
    public static RedisSource FromOptions(Action<ConfigurationOptions> configure) =>
        new((services, options, log) => Own(options.Redis is { } text ? RedisConnectionString.Parse(text) : new ConfigurationOptions(), configure, services, log));

    public static RedisSource Borrowed(Func<IServiceProvider, IConnectionMultiplexer> data, Func<IServiceProvider, IConnectionMultiplexer>? control) =>
        new((services, _, log) => RedisConnections.Borrow(() => data(services), control is null ? null : () => control(services), log, Clock(services)));

    /// <summary>Nothing was said in code: the configuration, else the application's own connection.</summary>
    public static RedisSource Default(string instance) => new((services, options, log) =>
    {
        if (options.Redis is { } text)
        {
            return Own(RedisConnectionString.Parse(text), configure: null, services, log);
        }

        var connection = instance.Length == 0
            ? services.GetService<IConnectionMultiplexer>()
            : services.GetKeyedService<IConnectionMultiplexer>(instance) ?? services.GetService<IConnectionMultiplexer>();
        return connection is not null
            ? RedisConnections.Borrow(() => connection, control: null, log, Clock(services))
            : throw new InvalidOperationException(
                $"Jobs{(instance.Length == 0 ? "" : $" '{instance}'")} has no Redis: call UseRedis(…) in AddJobs, set {OptionPlace.Section(instance)}:Redis in the configuration, or register an IConnectionMultiplexer.");
    });

    private static RedisConnections Own(ConfigurationOptions options, Action<ConfigurationOptions>? configure, IServiceProvider services, ILogger log)
    {
        configure?.Invoke(options);
        return options.EndPoints.Count > 0
            ? RedisConnections.Open(options, log, Clock(services))
            : throw new InvalidOperationException("The Redis options name no server: add one to EndPoints.");
    }

    private static TimeProvider Clock(IServiceProvider services) => services.GetRequiredService<TimeProvider>();
}
