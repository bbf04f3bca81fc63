using Jobs.Redis;
using Microsoft.Extensions.Logging;

namespace Jobs.Hosting;

/// <summary>What Redis has answered to the start: what it is, and what its user may not do.</summary>
/// <param name="Server">What it says of itself.</param>
/// <param name="Denied">Calls of this process that its user may not make.</param>
/// <param name="MayLook">It may not store a job, but make every call of an inspector.</param>
internal sealed record Answer(ServerInfo Server, IReadOnlyList<RightsProbe> Denied, bool MayLook);

/// <summary>Asks Redis until it answers. What a person has to mend ends the asking; a server that is away may come.</summary>
internal sealed class FirstAnswer(JobsInstance instance, ILogger log)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(100);
    private readonly TaskCompletionSource down = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Exception? failure;

    /// <summary>Ends when Redis cannot be used now.</summary>
    public Task Down => down.Task;

    /// <summary>Why it could last not be used; null: no reason is known.</summary>
    public Exception? Failure => failure ?? instance.Connections.Data.LastFailure;

    /// <exception cref="InvalidOperationException">Redis refuses to talk, and will again; or its keys have a layout that this version does not know.</exception>
    public async Task<Answer> AskAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                if (await ConnectedAsync().WaitAsync(stopping).ConfigureAwait(false))
                {
                    var ready = Task.WhenAll(instance.Data.ReadyAsync().AsTask(), instance.HasWorker ? instance.Control.ReadyAsync().AsTask() : Task.CompletedTask);
                    await ready.WaitAsync(stopping).ConfigureAwait(false);
                    return await RightsAsync(instance.Data.Server!).WaitAsync(stopping).ConfigureAwait(false);
                }
            }
            catch (StoreLayoutException e)
            {
                throw new InvalidOperationException(e.Message, e);
            }
            catch (Exception e) when (RedisFault.IsLasting(e))
            {
                throw new InvalidOperationException($"Redis refuses this application ({RedisFault.Summary(e)}). {await NextStepAsync(e).ConfigureAwait(false)}", e);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.AskedInVain(e);
                failure = e;
                down.TrySetResult();
            }

            await Task.Delay(AskAgain, instance.Time, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Whether there is a connection.</summary>
    private async Task<bool> ConnectedAsync()
    {
        var link = instance.Connections.Data;
        var control = instance.HasWorker ? instance.Connections.Control.OpenAsync() : Task.CompletedTask; // side by side: a start waits for both
        await Task.WhenAll(link.OpenAsync(), control).ConfigureAwait(false);
        if (link.IsConnected)
        {
            return true;
        }

        if (link.LastFailure is { } known)
        {
            var reason = known.Message == ConnectLog.NoReason ? await link.WhyNotAsync().ConfigureAwait(false) ?? known : known;
            if (RedisFault.IsLasting(reason))
            {
                throw reason;
            }

            failure = reason;
            down.TrySetResult();
        }

        return false;
    }

    private async Task<Answer> RightsAsync(ServerInfo server)
    {
        if (server.Flavour != ServerFlavour.Redis || server.Version < StartupChecks.Oldest)
        {
            return new(server, [], MayLook: true);
        }

        var denied = await DeniedAsync(instance.Role).ConfigureAwait(false);
        var storesNothing = denied.Any(static probe => probe is { Command: "hset", Place: ['{', ..] });
        return new(server, denied, storesNothing && (await DeniedAsync(JobsRole.Inspector).ConfigureAwait(false)).Count == 0);
    }

    private Task<IReadOnlyList<RightsProbe>> DeniedAsync(JobsRole role) =>
        RightsCheck.DeniedAsync(instance.Connections.Data, StartupChecks.ProbesOf(instance, role));

    private async Task<string> NextStepAsync(Exception error)
    {
        if (!RedisFault.IsNoRights(error))
        {
            return RedisFault.NextStep(error);
        }

        await instance.Connections.Data.OpenAsync().ConfigureAwait(false);
        return StartupChecks.AclLine(instance, places: []);
    }
}
