using Jobs.Store;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Listens for the ends of jobs: one subscription per awaited job, shared by all who wait for it, gone when the last one has left.</summary>
internal sealed class EndNotices(RedisLink link, TimeProvider time)
{
    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), time);
    private readonly Lock gate = new();
    private readonly Dictionary<RedisChannel, EndNotice> notices = [];

    /// <summary>How many jobs are listened for, or not yet listened for no more.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return notices.Count;
            }
        }
    }

    /// <summary>Begins to listen. Does not wait for it: see <see cref="EndNotice.Subscribed"/>.</summary>
    /// <returns>To be given to <see cref="Leave"/> once, whatever happens.</returns>
    public EndNotice Join(RedisChannel channel)
    {
        lock (gate)
        {
            if (!notices.TryGetValue(channel, out var notice))
            {
                notices[channel] = notice = new EndNotice(channel);
            }

            notice.Waiters++;
            Settle(notice);
            return notice;
        }
    }

    public void Leave(EndNotice notice)
    {
        lock (gate)
        {
            notice.Waiters--;
            Settle(notice);
        }
    }

    private void Settle(EndNotice notice)
    {
        if (!notice.IsSettling && notice.Waiters > 0 != notice.IsOn)
        {
            notice.IsSettling = true;
            _ = SettleAsync(notice);
        }
    }

    /// <summary>Subscribes or unsubscribes until what is is what is wanted. One at a time per channel: an unsubscription that overtakes its
    /// subscription would leave the server sending, and nobody here who knows of it.</summary>
    private async Task SettleAsync(EndNotice notice)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // not under the lock
        for (var tries = 0; ; tries++)
        {
            bool wanted;
            lock (gate)
            {
                wanted = notice.Waiters > 0;
                if (wanted == notice.IsOn && notice.IsSure)
                {
                    notice.IsSettling = false;
                    if (!wanted)
                    {
                        notices.Remove(notice.Channel);
                    }

                    return;
                }
            }

            try
            {
                await notice.TurnAsync(wanted, await link.GetAsync().ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (Exception e) when (link.IsDisposed || RedisFault.Classify(e) == FaultKind.Refused)
            {
                Forget(notice, e); // of a connection that is gone, so is what it had subscribed to
                return;
            }
            catch (Exception)
            {
                await backoff.WaitAsync(tries).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Whoever waits is told why; the next one tries anew.</summary>
    private void Forget(EndNotice notice, Exception why)
    {
        lock (gate)
        {
            notices.Remove(notice.Channel); // still settling as far as it knows, so nobody who leaves begins anew
        }

        notice.Fail(why);
    }
}
