using System.Diagnostics.CodeAnalysis;
using Jobs.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jobs;

/// <summary>What an instance of Jobs can be told.</summary>
public static class JobsBuilderExtensions
{
    /// <summary>Adds handlers. Called by the generated <c>AddHandlers()</c>.</summary>
    /// <param name="jobs">The instance.</param>
    /// <param name="register">Adds them to the table; called once, when the worker starts.</param>
    public static IJobsBuilder AddHandlers(this IJobsBuilder jobs, Action<JobHandlerTable> register)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        ArgumentNullException.ThrowIfNull(register);
        jobs.Services.AddKeyedSingleton(jobs.Name, new HandlerRegistration(register));
        return jobs;
    }

    /// <summary>Runs jobs in this process. Without it the process only enqueues.</summary>
    /// <param name="jobs">The instance.</param>
    /// <param name="configure">Queues, concurrency, times; goes over what the configuration says under <c>Jobs:Worker</c>.</param>
    public static IJobsBuilder AddWorker(this IJobsBuilder jobs, Action<WorkerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        var options = jobs.Services.AddOptions<WorkerOptions>(jobs.Name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        jobs.Services.TryAddKeyedSingleton<WorkerRegistration>(jobs.Name);
        return jobs;
    }

    /// <summary>Sets options in code; goes over what the configuration says under <c>Jobs</c>.</summary>
    public static IJobsBuilder Configure(this IJobsBuilder jobs, Action<JobsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        jobs.Services.Configure(jobs.Name, configure);
        return jobs;
    }

    /// <summary>Adds code around every enqueue and every attempt, inside what was added before. It is the application's <typeparamref name="T"/>: the singleton registered as such, else one made now.</summary>
    public static IJobsBuilder AddMiddleware<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IJobsBuilder jobs)
        where T : class, IJobMiddleware
    {
        ArgumentNullException.ThrowIfNull(jobs);
        jobs.Services.TryAddSingleton<T>();
        jobs.Services.TryAddEnumerable(jobs.Name.Length == 0
            ? ServiceDescriptor.Singleton<IJobMiddleware, T>(static services => services.GetRequiredService<T>())
            : ServiceDescriptor.KeyedSingleton<IJobMiddleware, T>(jobs.Name, static (services, _) => services.GetRequiredService<T>()));
        return jobs;
    }

    /// <summary>Adds an object that is told how attempts ended. It is the application's <typeparamref name="T"/>: the singleton registered as such, else one made now.</summary>
    public static IJobsBuilder AddHooks<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T>(this IJobsBuilder jobs)
        where T : class, IJobHooks
    {
        ArgumentNullException.ThrowIfNull(jobs);
        jobs.Services.TryAddSingleton<T>();
        jobs.Services.TryAddEnumerable(jobs.Name.Length == 0
            ? ServiceDescriptor.Singleton<IJobHooks, T>(static services => services.GetRequiredService<T>())
            : ServiceDescriptor.KeyedSingleton<IJobHooks, T>(jobs.Name, static (services, _) => services.GetRequiredService<T>()));
        return jobs;
    }
}
