using Garnet;
using Garnet.server;
using Microsoft.Extensions.Logging;
using Tsavorite.core;

namespace Jobs.Embedded.Server;

/// <summary>A Garnet that shows its log.</summary>
internal sealed class ServerWithLog(GarnetServerOptions options, ILoggerFactory logs, IGarnetServer[] listeners) : GarnetServer(options, logs, listeners)
{
    public TsavoriteLog Log => storeWrapper.appendOnlyFile.Log.SingleLog;
}
