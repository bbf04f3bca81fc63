using Jobs;
using Jobs.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Jobs to an application.</summary>
public static class JobsServiceCollectionExtensions
{
    /// <summary>Adds Jobs: an <see cref="IJobClient"/> to enqueue with and, where <paramref name="configure"/> adds a worker, a hosted service that runs jobs.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Redis, handlers, worker. A second call adds to the first.</param>
    public static IServiceCollection AddJobs(this IServiceCollection services, Action<IJobsBuilder>? configure = null) =>
        Add(services, Options.Options.DefaultName, configure);

    /// <summary>Adds one more instance, with its own Redis or prefix, options, handlers and worker. Its client is
    /// <c>[FromKeyedServices("key")] IJobClient</c>; its options stand under <c>Jobs:Instances:key</c> in the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="key">1 to 128 characters out of letters, digits and <c>. _ - :</c>.</param>
    /// <param name="configure">Redis, handlers, worker. A second call with the same key adds to the first.</param>
    /// <exception cref="ArgumentException">The key is not usable.</exception>
    public static IServiceCollection AddKeyedJobs(this IServiceCollection services, string key, Action<IJobsBuilder>? configure = null) =>
        Add(services, Check.Name(key, "instance"), configure);

    private static IServiceCollection Add(IServiceCollection services, string name, Action<IJobsBuilder>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (!services.Any(service => service.ServiceType == typeof(JobsInstance) && Equals(service.ServiceKey, name)))
        {
            AddInstance(services, name);
        }

        configure?.Invoke(new JobsBuilder(services, name));
        return services;
    }

    private static void AddInstance(IServiceCollection services, string name)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<UngeneratedTypes>();
        services.AddSingleton(new InstanceName(name));
        services.AddOptions<JobsOptions>(name).ValidateOnStart();
        services.AddSingleton<IConfigureOptions<JobsOptions>>(provider => new JobsConfiguration(name, provider.GetServices<InstanceName>(), provider.GetService<IConfiguration>()));
        services.AddSingleton<IConfigureOptions<WorkerOptions>>(provider => new JobsConfiguration(name, provider.GetServices<InstanceName>(), provider.GetService<IConfiguration>()));
        services.PostConfigure<WorkerOptions>(name, WorkerDefaults.Fill);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobsOptions>, JobsOptionsBounds>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<JobsOptions>, JobsOptionsRules>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, WorkerOptionsBounds>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WorkerOptions>, WorkerOptionsRules>());

        services.AddKeyedSingleton(name, (provider, _) => new JobsInstance(provider, name));
        services.TryAddKeyedSingleton(name, (provider, _) => provider.GetRequiredKeyedService<JobsInstance>(name).Handlers);
        if (name.Length == 0)
        {
            services.TryAddSingleton<IJobClient>(provider => provider.GetRequiredKeyedService<JobsInstance>(name).Client);
        }
        else
        {
            services.TryAddKeyedSingleton<IJobClient>(name, (provider, _) => provider.GetRequiredKeyedService<JobsInstance>(name).Client);
        }

        services.AddSingleton<IHostedService>(provider => new JobsHost(provider.GetRequiredKeyedService<JobsInstance>(name)));
    }
}
