using Garnet.networking;
using Garnet.server;

namespace Jobs.Embedded.Persistence;

/// <summary>Gives each connection a session whose commands go through the <see cref="CommandGate"/>.</summary>
internal sealed class GatedSessions(ISessionProvider inner, CommandGate gate) : ISessionProvider
{
    public IMessageConsumer GetSession(WireFormat wireFormat, INetworkSender networkSender) =>
        new Session(inner.GetSession(wireFormat, networkSender), gate);

    public MaxSizeSettings GetMaxSizeSettings => inner.GetMaxSizeSettings;

    private sealed class Session(IMessageConsumer inner, CommandGate gate) : IMessageConsumer
    {
        public unsafe int TryConsumeMessages(byte* reqBuffer, int bytesRead)
        {
            if (!gate.TryEnter())
                throw new InvalidOperationException("The embedded server is stopping.");
            try { return inner.TryConsumeMessages(reqBuffer, bytesRead); }
            finally { gate.Exit(); }
        }

        public void Dispose() => inner.Dispose();
    }
}
