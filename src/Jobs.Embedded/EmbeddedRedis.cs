using System.Globalization;
using System.Net;
using Garnet;
using Jobs.Embedded.Persistence;
using Jobs.Embedded.Server;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tsavorite.core;

namespace Jobs.Embedded;

/// <summary>A server in this process that speaks the Redis protocol (Microsoft.Garnet): for first runs, development and tests.</summary>
/// <remarks>
/// <para>Listens on the loopback interface only, without a password. Several may run in one process.</para>
/// <para>An idle server takes about 30 MB; a pending job takes its payload and some 230 bytes (a million jobs of 150 bytes: 380 MB).
/// Nothing is ever evicted: the limit is the memory of the machine.</para>
/// </remarks>
public sealed class EmbeddedRedis : IAsyncDisposable, IDisposable
{
    private readonly GarnetServer server;
    private readonly PortLease port;
    private readonly DataFolder? folder;
    private readonly LogCommitter? committer;
    private readonly Lazy<Task> stop;

    private EmbeddedRedis(GarnetServer server, PortLease port, DataFolder? folder, LogCommitter? committer)
    {
        this.server = server;
        this.port = port;
        this.folder = folder;
        this.committer = committer;
        stop = new(StopAsync);
    }

    /// <summary>Where the server listens, until it is disposed.</summary>
    public IPEndPoint EndPoint => port.EndPoint;

    /// <summary>What a client connects to: <c>127.0.0.1:port</c>.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"{EndPoint.Address}:{EndPoint.Port}");

    /// <summary>Starts a server. When the call returns it holds the data of its folder and accepts connections.</summary>
    /// <param name="options">Port, data folder and durability; <see langword="null"/>: a free port, memory only.</param>
    /// <param name="loggerFactory">Where the server logs, in the category <c>Jobs.Embedded</c>; <see langword="null"/>: nowhere.</param>
    /// <exception cref="EmbeddedRedisException">The port is in use, or the data folder is in use or can not be read or written.</exception>
    public static EmbeddedRedis Start(EmbeddedRedisOptions? options = null, ILoggerFactory? loggerFactory = null) => Start(options, loggerFactory, wrap: null);

    /// <param name="options">As above.</param>
    /// <param name="loggerFactory">As above.</param>
    /// <param name="wrap">What stands between the server's files and the system.</param>
    internal static EmbeddedRedis Start(EmbeddedRedisOptions? options, ILoggerFactory? loggerFactory, Func<IDevice, IDevice>? wrap)
    {
        options ??= new();
        var logger = (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Jobs.Embedded");
        var folder = options.DataFolder is null ? null : DataFolder.Open(options.DataFolder);
        PortLease? port = null;
        try
        {
            port = PortLease.Take(options.Port);
            var started = GarnetHost.Start(port.EndPoint, folder, options.Durability, wrap, logger);
            logger.Started(port.EndPoint, folder?.Path ?? "memory");
            return new(started.Server, port, folder, started.Committer);
        }
        catch
        {
            port?.Dispose();
            folder?.Dispose();
            throw;
        }
    }

    /// <summary>Closes all connections, writes what is not on disk yet and stops. A second call does nothing.</summary>
    public ValueTask DisposeAsync() => new(stop.Value);

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Task.Run(() => stop.Value).GetAwaiter().GetResult(); // off any synchronisation context, which could deadlock

    private async Task StopAsync()
    {
        if (committer is not null)
            await committer.DisposeAsync();
        server.Dispose();
        port.Dispose();
        folder?.Dispose();
    }
}
