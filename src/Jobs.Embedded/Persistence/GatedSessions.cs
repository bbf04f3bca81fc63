using System.Text;
using Garnet.networking;
using Garnet.server;

namespace Jobs.Embedded.Persistence;

/// <summary>Gives each connection a session whose commands go through the <see cref="CommandGate"/>, and are refused while the disk fails.</summary>
/// <param name="inner">Garnet's own.</param>
/// <param name="gate">What they go through.</param>
/// <param name="disk">Says whether the log can be written.</param>
/// <param name="replies">Whom replies wait for; null: they do not.</param>
internal sealed class GatedSessions(ISessionProvider inner, CommandGate gate, LogDisk disk, CommittedReplies? replies) : ISessionProvider
{
    public IMessageConsumer GetSession(WireFormat wireFormat, INetworkSender networkSender)
    {
        var held = replies is null ? null : new HeldReplies(networkSender, replies);
        var sender = held ?? networkSender;
        return new Session(inner.GetSession(wireFormat, sender), sender, held, gate, disk, replies);
    }

    public MaxSizeSettings GetMaxSizeSettings => inner.GetMaxSizeSettings;

    private sealed unsafe class Session(IMessageConsumer inner, INetworkSender sender, HeldReplies? held, CommandGate gate, LogDisk disk, CommittedReplies? replies) : IMessageConsumer
    {
        public int TryConsumeMessages(byte* reqBuffer, int bytesRead) =>
            disk.Failure is null ? Run(reqBuffer, bytesRead) : RunWhatIsHarmless(reqBuffer, bytesRead);

        public void Dispose()
        {
            if (held is not null)
                replies!.Remove(held);
            inner.Dispose();
        }

        private int Run(byte* reqBuffer, int bytesRead)
        {
            if (!gate.TryEnter())
                throw new InvalidOperationException("The embedded server is stopping.");
            try { return inner.TryConsumeMessages(reqBuffer, bytesRead); }
            finally { gate.Exit(); }
        }

        /// <summary>Command by command: those that read are run, all others are refused before they change anything.</summary>
        private int RunWhatIsHarmless(byte* reqBuffer, int bytesRead)
        {
            var at = 0;
            while (RespCommand.Length(new(reqBuffer + at, bytesRead - at), out var isHarmless) is > 0 and var length)
            {
                if (held is not null)
                    held.IsUnrelated = true;
                try
                {
                    if (!isHarmless)
                        Refuse();
                    else if (Run(reqBuffer + at, length) < length)
                        break;
                }
                finally
                {
                    if (held is not null)
                        held.IsUnrelated = false;
                }
                at += length;
            }
            return at;
        }

        private void Refuse()
        {
            var reply = Encoding.UTF8.GetBytes($"-{disk.Failure ?? "TRYAGAIN The embedded server can write its log again: repeat the call."}\r\n");
            sender.EnterAndGetResponseObject(out var head, out var end);
            try
            {
                reply.CopyTo(new Span<byte>(head, (int)(end - head)));
                sender.SendResponse(0, reply.Length);
            }
            finally { sender.ExitAndReturnResponseObject(); }
        }
    }
}
