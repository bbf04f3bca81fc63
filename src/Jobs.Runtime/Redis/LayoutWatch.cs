using Microsoft.Extensions.Logging;

namespace Jobs.Redis;

/// <summary>Looks at the layout again, once a minute and whenever a connection is restored: a newer version may have raised it, and a store that lost its data
/// is given it anew. Where it is not one of this version any more, no call is made until it is.</summary>
internal sealed class LayoutWatch : IDisposable
{
    internal static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    private readonly ScriptRunner[] runners;
    private readonly ILogger log;
    private readonly ITimer timer;

    public LayoutWatch(IEnumerable<ScriptRunner> runners, TimeProvider time, ILogger log)
    {
        this.runners = [.. runners.Distinct()];
        this.log = log;
        foreach (var runner in this.runners)
        {
            runner.Link.Restored += Look;
        }

        timer = time.CreateTimer(static watch => ((LayoutWatch)watch!).Look(), this, Round, Round);
    }

    public void Dispose()
    {
        timer.Dispose();
        foreach (var runner in runners)
        {
            runner.Link.Restored -= Look;
        }
    }

    internal async Task LookAsync()
    {
        foreach (var runner in runners)
        {
            try
            {
                await runner.LookAtLayoutAsync().ConfigureAwait(false);
            }
            catch (StoreLayoutException)
            {
                // It has been logged, and each call from now on says it.
            }
            catch (Exception e)
            {
                try
                {
                    log.LayoutNotRead(e);
                }
                catch (Exception)
                {
                    // There is no place left to say it.
                }
            }
        }
    }

    private void Look() => _ = LookAsync();
}
