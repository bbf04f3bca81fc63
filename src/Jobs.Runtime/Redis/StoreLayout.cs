using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>The number that says how keys at a prefix are laid out: which keys a queue has, what each holds, how many tables of jobs there are. Read before the
/// first call, and again while the process runs (<see cref="LayoutWatch"/>); no other call pays for it.</summary>
/// <param name="prefix">Of the keys.</param>
/// <param name="time">Says how long ago it was read.</param>
/// <param name="log">Told when it is not one of this version, and when it is again.</param>
/// <param name="oldest">The lowest that this version reads.</param>
/// <param name="newest">The highest, which it writes where there is none.</param>
internal sealed class StoreLayout(string prefix, TimeProvider time, ILogger log, int oldest = StoreLayout.Oldest, int newest = StoreLayout.Newest)
{
    public const int Oldest = 1;

#if JOBS_NEXT
    public const int Newest = 2;
#else
    public const int Newest = 1;
#endif

    /// <summary>A refusal is told for so long without asking anew: callers who try at once cost Redis nothing.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private volatile Refusal? refused;

    /// <summary>Beside the queues, as the list of them is.</summary>
    public RedisKey Key { get; } = KeyOf(prefix);

    public static string KeyOf(string prefix) => prefix + ":layout";

    /// <exception cref="StoreLayoutException">It was refused a moment ago.</exception>
    public void ThrowIfJustRefused()
    {
        if (refused is { } last && time.GetElapsedTime(last.At) < Pause)
        {
            throw last.Error();
        }
    }

    /// <summary>Reads the number; where there is none (a new store, FLUSHALL) writes it.</summary>
    /// <exception cref="StoreLayoutException">It is not one of this version.</exception>
    public async Task CheckAsync(IDatabaseAsync database)
    {
        var found = await FindAsync(database).ConfigureAwait(false);
        if (found is null || (int.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out var layout) && layout >= oldest && layout <= newest))
        {
            if (Interlocked.Exchange(ref refused, null) is not null)
            {
                log.LayoutKnown(prefix, found);
            }

            return;
        }

        var refusal = new Refusal(time.GetTimestamp(), () => Error(found));
        if (Interlocked.Exchange(ref refused, refusal) is null)
        {
            var error = refusal.Error();
            log.LayoutRefused(error.What, error.NextStep);
        }

        throw refusal.Error();
    }

    /// <returns>What stands there; null: nothing, and it cannot be written now, or this user may not ask, of which a start says more.</returns>
    private async Task<string?> FindAsync(IDatabaseAsync database)
    {
        try
        {
            return await GetAsync(database).ConfigureAwait(false)
                ?? (await SetAsync(database).ConfigureAwait(false) ? newest.ToString(CultureInfo.InvariantCulture) : await GetAsync(database).ConfigureAwait(false));
        }
        catch (RedisServerException e) when (RedisFault.IsNoRights(e))
        {
            return null;
        }
        catch (RedisServerException e) when (e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return "a value of another type";
        }
    }

    private async Task<string?> GetAsync(IDatabaseAsync database) => (string?)await database.ExecuteAsync("GET", [Key]).ConfigureAwait(false);

    /// <returns>False: it stands there by now, or the server takes no writes (full, a replica) and refuses jobs too.</returns>
    private async Task<bool> SetAsync(IDatabaseAsync database)
    {
        try
        {
            return !(await database.ExecuteAsync("SET", [Key, newest, "NX"]).ConfigureAwait(false)).IsNull;
        }
        catch (RedisServerException)
        {
            return false;
        }
    }

    private StoreLayoutException Error(string found)
    {
        var range = oldest == newest ? $"layout {newest}" : $"layouts {oldest} to {newest}";
        if (!int.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out var layout))
        {
            var shown = found.Length <= 40 ? found : found[..40] + "…";
            return new($"this version of Jobs.Runtime reads {range}, and the key '{Key}' holds no layout: '{shown}'", $"Another application uses the prefix '{prefix}': choose another one (JobsOptions.Prefix).");
        }

        return layout > newest
            ? new($"this version of Jobs.Runtime reads {range}, and the store at prefix '{prefix}' has layout {layout}, written by a newer version", $"Deploy a version of Jobs.Runtime that reads layout {layout}.")
            : new($"this version of Jobs.Runtime reads {range}, and the store at prefix '{prefix}' has layout {layout}, written by an older version", $"Deploy a version of Jobs.Runtime that reads layout {layout}, and this one when its jobs are done.");
    }

    private sealed record Refusal(long At, Func<StoreLayoutException> Error);
}
