using Jobs.Hosting;
using Microsoft.Extensions.Logging;

namespace Jobs.Inspection;

/// <summary>Publishes a worker's manifests in the background, and tries until they stand there: jobs run without.</summary>
internal sealed class ManifestPublisher(ManifestStore store, JobHandlerTable handlers, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        for (var wait = MinWait; !stopping.IsCancellationRequested; wait = wait * 2 < MaxWait ? wait * 2 : MaxWait)
        {
            try
            {
                await store.PublishAsync(handlers).ConfigureAwait(false);
                return;
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception e)
            {
                log.ManifestNotPublished(e);
            }

            await Task.Delay(wait, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
