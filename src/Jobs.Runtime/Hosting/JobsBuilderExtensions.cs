using Jobs.Hosting;
using Microsoft.Extensions.DependencyInjection;

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
}
