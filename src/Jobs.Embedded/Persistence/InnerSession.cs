using System.Text;
using Garnet.networking;
using Garnet.server;

namespace Jobs.Embedded.Persistence;

/// <summary>Runs a command in the server without a connection, past the <see cref="CommandGate"/>.</summary>
internal sealed class InnerSession : IDisposable
{
    private readonly Recorder replies = new();
    private readonly IMessageConsumer session;

    public InnerSession(ISessionProvider sessions) => session = sessions.GetSession(WireFormat.ASCII, replies);

    /// <returns>The reply as it would go over the wire.</returns>
    public unsafe string Run(string command)
    {
        var request = Encoding.ASCII.GetBytes($"*1\r\n${command.Length}\r\n{command}\r\n");
        fixed (byte* at = request)
            session.TryConsumeMessages(at, request.Length);
        return replies.Take();
    }

    public void Dispose() => session.Dispose();

    /// <summary>Keeps what the session would send.</summary>
    private sealed unsafe class Recorder : NetworkSenderBase
    {
        private readonly byte[] buffer;
        private readonly byte* head;
        private readonly StringBuilder sent = new();

        public Recorder()
            : base(new MaxSizeSettings())
        {
            buffer = GC.AllocateArray<byte>(serverBufferSize, pinned: true);
            head = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref buffer[0]);
        }

        public string Take()
        {
            var reply = sent.ToString();
            sent.Clear();
            return reply;
        }

        public override string RemoteEndpointName => "";

        public override string LocalEndpointName => "";

        public override bool IsLocalConnection() => true;

        public override void EnterAndGetResponseObject(out byte* head, out byte* tail)
        {
            head = this.head;
            tail = this.head + buffer.Length;
        }

        public override byte* GetResponseObjectHead() => head;

        public override byte* GetResponseObjectTail() => head + buffer.Length;

        public override bool SendResponse(int offset, int size)
        {
            sent.Append(Encoding.ASCII.GetString(buffer, offset, size));
            return true;
        }

        public override void SendResponse(byte[] buffer, int offset, int count, object context) =>
            sent.Append(Encoding.ASCII.GetString(buffer, offset, count));

        public override void Enter() { }

        public override void Exit() { }

        public override void ExitAndReturnResponseObject() { }

        public override void GetResponseObject() { }

        public override void ReturnResponseObject() { }

        public override void SendCallback(object context) { }

        public override void Throttle() { }

        public override bool TryClose() => false;

        public override void Dispose() { }

        public override void DisposeNetworkSender(bool waitForSendCompletion) { }
    }
}
