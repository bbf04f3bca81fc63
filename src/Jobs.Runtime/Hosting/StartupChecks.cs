using Jobs.Redis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jobs.Hosting;

/// <summary>What must hold before an instance works: found out at start-up, and not when a job is missing.</summary>
internal static class StartupChecks
{
    public static readonly Version Oldest = new(7, 0);

    /// <exception cref="InvalidOperationException">The worker could run nothing.</exception>
    public static void Handlers(JobHandlerTable handlers, WorkerOptions worker, ILogger log)
    {
        var entries = handlers.Entries.ToArray();
        if (entries.Length == 0)
        {
            throw new InvalidOperationException(
                $"The worker serves {string.Join(", ", worker.Queues.Keys)} and has no handlers. Call AddHandlers() in AddJobs, and mark the classes with [JobHandler]; a process that only enqueues needs no AddWorker().");
        }

        foreach (var queue in entries.Select(entry => entry.Definition.Queue).Distinct(StringComparer.Ordinal).Except(worker.Queues.Keys, StringComparer.Ordinal))
        {
            log.QueueNotServed(queue, string.Join(", ", entries.Where(entry => entry.Definition.Queue == queue).Select(entry => entry.Definition.Name)));
        }
    }

    /// <exception cref="InvalidOperationException">Messages of scripts would not reach this connection.</exception>
    public static void Connection(RedisLink link)
    {
        if (!link.IsOwned && link.HasChannelPrefix)
        {
            throw new InvalidOperationException(
                "The application's IConnectionMultiplexer has a ChannelPrefix, and the messages of scripts have none: workers would not be woken. Give Jobs a connection without it: UseRedis(connection string).");
        }
    }

    /// <summary>Says which sections of the configuration nobody reads.</summary>
    public static void Configuration(JobsInstance instance, ILogger log)
    {
        if (instance.Services.GetService<IConfiguration>() is { } configuration)
        {
            foreach (var (key, known) in JobsConfiguration.UnreadBy(instance.Name, [.. instance.Services.GetServices<InstanceName>()], configuration))
            {
                log.SectionUnknown(key, known);
            }
        }
    }

    /// <summary>What a process will ask of Redis.</summary>
    public static IReadOnlyList<RightsProbe> ProbesOf(JobsInstance instance, JobsRole role) => RightsCheck.ProbesOf(
        role, instance.Options.Prefix, instance.HasWorker ? JobsHost.WorkerOptionsOf(instance).Queues.Keys : [JobDefaults.Queue]);

    /// <exception cref="InvalidOperationException">The Redis user may not do what this process is for.</exception>
    public static void Rights(JobsInstance instance, Answer answer, ILogger log)
    {
        if (answer.Denied.Count == 0)
        {
            return;
        }

        var missing = RightsCheck.Describe(answer.Denied, instance.Options.Prefix);
        if (answer.MayLook && !instance.HasWorker)
        {
            log.MayOnlyLook(missing);
            return;
        }

        throw new InvalidOperationException(
            $"The Redis user '{instance.Connections.Data.User}' lacks rights that a {instance.Role.ToString().ToLowerInvariant()} needs: {missing}. {AclLine(instance, RightsCheck.PlacesOf(answer.Denied, instance.Options.Prefix))}");
    }

    /// <summary>The next step for a user that lacks rights.</summary>
    public static string AclLine(JobsInstance instance, IReadOnlyList<string> places) =>
        $"Run: ACL SETUSER {string.Join(' ', [instance.Connections.Data.User, .. places, RedisRights.CommandRulesOf(instance.Role)])} (and ACL SAVE, or change it where your users are defined).";

    /// <exception cref="InvalidOperationException">This server would lose jobs or does not know the commands.</exception>
    public static void Server(ServerInfo server, JobsOptions options, ILogger log)
    {
        if (server.Flavour == ServerFlavour.Embedded)
        {
            return; // comes with this version, and never evicts
        }

        if (server.Version < Oldest)
        {
            throw new InvalidOperationException($"Redis {server.Version} is too old: Jobs needs {Oldest} or newer. Upgrade it, or name another in UseRedis(…).");
        }

        switch (server.MaxMemoryPolicy)
        {
            case null when server.IsSilent:
                log.InfoDenied();
                break;
            case null:
                log.PolicyUnknown();
                break;
            case "noeviction":
                break;
            case ['v', 'o', 'l', 'a', 't', 'i', 'l', 'e', '-', ..]:
                log.EvictsOthersOnly(server.MaxMemoryPolicy);
                break;
            case var _ when options.AllowEviction:
                log.EvictionAllowed(server.MaxMemoryPolicy);
                break;
            default:
                throw new InvalidOperationException(
                    $"Redis throws away data when its memory is full (maxmemory-policy {server.MaxMemoryPolicy}), and jobs with it. "
                    + "Run CONFIG SET maxmemory-policy noeviction and put it in redis.conf; of a managed Redis, set maxmemory-policy in its parameters (parameter group, advanced settings, configuration). "
                    + $"Or use a Redis of its own for Jobs; {nameof(JobsOptions)}.{nameof(JobsOptions.AllowEviction)} takes the risk.");
        }
    }

    /// <summary>Says how much of what Redis has answered for would survive its end. Where the server does not tell, so does this.</summary>
    public static async Task LogPersistenceAsync(ServerInfo server, Func<Task<string>> fsync, ILogger log)
    {
        if (server.Flavour == ServerFlavour.Embedded || server.AppendOnly is not { } appendOnly)
        {
            return;
        }

        if (!appendOnly)
        {
            log.NoAppendOnlyFile();
            return;
        }

        log.AppendOnlyFile(await fsync().ConfigureAwait(false));
    }
}
