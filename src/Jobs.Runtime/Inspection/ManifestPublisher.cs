using Microsoft.Extensions.Logging;

namespace Jobs.Inspection;

/// <summary>Publishes a worker's manifests in the background, and again where they are gone (FLUSHALL, a failover): jobs run without.</summary>
internal sealed class ManifestPublisher(ManifestStore store, JobHandlerTable handlers, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan MinWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(5); // costs one HEXISTS

    public async Task RunAsync(CancellationToken stopping)
    {
        var (wait, published) = (MinWait, false);
        while (!stopping.IsCancellationRequested)
        {
            var next = wait;
            try
            {
                await store.PublishAsync(handlers, ifGone: published).ConfigureAwait(false);
                (next, wait, published) = (Look, MinWait, true);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (Exception e)
            {
                log.ManifestNotPublished(wait == MinWait ? LogLevel.Warning : LogLevel.Debug, e); // once in a row
                wait = wait * 2 < MaxWait ? wait * 2 : MaxWait;
            }

            await Task.Delay(next, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
