using System.Net;
using Garnet;
using Garnet.networking;
using Garnet.server;
using Jobs.Embedded.Persistence;
using Microsoft.Extensions.Logging;
using Tsavorite.core;

namespace Jobs.Embedded.Server;

/// <summary>Configures and starts Garnet. All that is particular about Garnet is said here.</summary>
internal static class GarnetHost
{
    /// <param name="endPoint">Where it listens.</param>
    /// <param name="folder">Where it keeps its data; null: nowhere.</param>
    /// <param name="durability">When it answers, if it has a folder.</param>
    /// <param name="wrap">What stands between its files and the system; null: nothing.</param>
    /// <param name="log">Where it logs.</param>
    public static (GarnetServer Server, LogCommitter? Committer) Start(
        IPEndPoint endPoint, DataFolder? folder, EmbeddedRedisDurability durability, Func<IDevice, IDevice>? wrap, ILogger log)
    {
        var disk = folder is null ? null : new LogDisk(folder.Path, log, TimeProvider.System);
        var options = Configure(endPoint);
        if (folder is not null)
            Keep(options, folder, new PatientDevices(folder.Path, disk!, TimeProvider.System, wrap));
        using var logs = new GarnetLogs(log);
        var listener = new GarnetServerTcp(endPoint, logger: logs.CreateLogger(nameof(GarnetServerTcp)));
        ServerWithLog? server = null;
        CommandGate? gate = null;
        InnerSession? session = null;
        CommittedReplies? replies = null;
        try
        {
            server = new ServerWithLog(options, logs, [listener]);
            if (folder is not null)
            {
                gate = new();
                replies = durability == EmbeddedRedisDurability.BeforeReply ? new(server.Log, disk!, gate) : null;
                listener.Unregister(WireFormat.ASCII, out var sessions);
                listener.Register(WireFormat.ASCII, new GatedSessions(sessions, gate, disk!, replies));
                session = new(sessions);
            }
            server.Start();
            return (server, folder is null ? null : new(gate!, server.Store, session!, folder, disk!, replies, log));
        }
        catch (Exception e)
        {
            session?.Dispose();
            server?.Dispose();
            gate?.Dispose();
            throw folder is null
                ? new EmbeddedRedisException($"The embedded server did not start on {endPoint}: {e.Message}", e)
                : new EmbeddedRedisException($"The embedded server did not start on {endPoint} with the data folder '{folder.Path}': {e.Message} " +
                    "If the folder is damaged, move it away to start with an empty one.", e);
        }
    }

    private static GarnetServerOptions Configure(IPEndPoint endPoint) => new()
    {
        EndPoints = [endPoint],
        QuietMode = true, // no banner on the console
        EnableLua = true,
        LuaTransactionMode = true, // keys are locked for the whole script, so scripts are atomic as on Redis
        LuaOptions = new LuaOptions(LuaMemoryManagementMode.Native, "", Timeout.InfiniteTimeSpan, LuaLoggingMode.Enable, []),
        MaxDatabases = 1,
        IndexMemorySize = "1m", // a hundred thousand keys; a queue has a constant number, whatever its backlog
        PageSize = "4m",
        LogMemorySize = "256g", // a ceiling, taken page by page as needed. Above it Garnet would evict, which loses jobs
    };

    private static void Keep(GarnetServerOptions options, DataFolder folder, INamedDeviceFactoryCreator devices)
    {
        options.CheckpointDir = folder.Path;
        options.EnableAOF = true;
        options.Recover = true;
        options.FailOnRecoveryError = true; // never start empty beside data that could not be read
        options.CommitFrequencyMs = -1; // LogCommitter does it
        options.DeviceType = DeviceType.RandomAccess;
        options.DeviceFactoryCreator = devices;
        options.AofMemorySize = "32m";
        options.AofPageSize = "8m";
        options.AofSegmentSize = "16m"; // the log is cut by whole files
    }
}
