using Jobs.Faults.Running;
using Jobs.TestServers;

namespace Jobs.Faults.Storm;

/// <summary>Resets connections, and loses replies to requests that were done.</summary>
internal sealed class NetworkHavoc
{
    private readonly StormPlan plan;
    private readonly Random random;
    private readonly FaultProxy[] proxies;
    private readonly long before; // replies lost in earlier rounds on the same stage
    private int resets;

    public NetworkHavoc(Stage stage, StormPlan plan, Random random)
    {
        this.plan = plan;
        this.random = random;
        proxies = [.. stage.Servers.ProxiesOf(Roles.Worker), .. stage.Servers.ProxiesOf(Roles.Producer)];
        before = proxies.Sum(proxy => proxy.LostReplies);
    }

    public int Resets => resets;

    public long LostReplies => proxies.Sum(proxy => proxy.LostReplies) - before;

    public async Task RunAsync(CancellationToken ct)
    {
        while (resets < plan.Resets || LostReplies < plan.LostReplies)
        {
            await Task.Delay(plan.Gap(random, Math.Max(plan.Resets, plan.LostReplies), TimeSpan.Zero), ct);
            var open = proxies.SelectMany(proxy => proxy.Connections).ToArray();
            if (open.Length == 0)
            {
                continue; // Redis is away
            }

            var connection = open[random.Next(open.Length)];
            if (resets < plan.Resets)
            {
                connection.Reset();
                resets++;
            }

            // Some ask only now and then, so the next one is not made to wait for the last.
            var silent = open.Where(one => one != connection && !one.IsToLoseReply).ToArray();
            if (silent.Length > 0 && LostReplies + open.Count(one => one.IsToLoseReply) < plan.LostReplies)
            {
                silent[random.Next(silent.Length)].LoseNextReply();
            }
        }
    }
}
