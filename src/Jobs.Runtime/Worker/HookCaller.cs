using Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Jobs.Worker;

/// <summary>Tells the application's hooks how a job or an attempt has ended. What a hook throws is logged, and the next one is told.</summary>
internal sealed class HookCaller(IJobHooks[] hooks, ILogger log, CancellationToken hardStop)
{
    /// <summary>False: there is nobody to tell.</summary>
    public bool Any => hooks.Length > 0;

    public async ValueTask TellAsync(JobContext context, RunEnd end, Exception? error = null, TimeSpan retryIn = default)
    {
        foreach (var each in hooks)
        {
            try
            {
                await (end switch
                {
                    RunEnd.Completed => each.OnCompletedAsync(context, hardStop),
                    RunEnd.Failed => each.OnRetryAsync(context, error!, retryIn, hardStop),
                    RunEnd.Dead => each.OnDeadAsync(context, error!, hardStop),
                    RunEnd.Cancelled => each.OnCancelledAsync(context, hardStop),
                    _ => ValueTask.CompletedTask,
                }).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                log.HookFailed(e, each.GetType(), context.JobName, context.Id);
            }
        }
    }
}
