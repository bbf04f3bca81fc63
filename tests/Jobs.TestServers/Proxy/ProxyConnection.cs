using System.Net.Sockets;
using System.Text;

namespace Jobs.TestServers;

/// <summary>One connection through a <see cref="FaultProxy"/>.</summary>
public sealed class ProxyConnection
{
    private const int NameWithin = 4096; // a client names itself with the first it says

    private readonly FaultProxy proxy;
    private readonly Socket client;
    private readonly Socket server;
    private readonly Lock gate = new();
    private readonly MemoryStream beginning = new();
    private readonly ReplyFrames frames = new();
    private Fault fault = Fault.None;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Func<ReadOnlyMemory<byte>, bool>? loseReplyTo;
    private SlowLine? requestLine;
    private SlowLine? replyLine;
    private bool losing; // the next reply is the one
    private bool closed;
    private long cutRequests;
    private long cutReplies;

    internal ProxyConnection(FaultProxy proxy, Socket client, Socket server)
    {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    /// <summary>The client name it has given itself (<c>CLIENT SETNAME</c>), as <c>jobs:data:host:pid</c>; empty: none yet.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its next reply will be lost; nothing has been asked since.</summary>
    public bool IsToLoseReply => loseReplyTo is not null;

    /// <summary>Puts a fault on it; <see cref="Fault.None"/> ends it. One that dropped bytes ends with the connection.</summary>
    public void Set(Fault next)
    {
        bool reset;
        TaskCompletionSource before;
        lock (gate)
        {
            reset = (fault.Requests.Drops && !next.Requests.Drops) || (fault.Replies.Drops && !next.Replies.Drops);
            fault = next;
            cutRequests = next.Requests.CutAfter ?? long.MaxValue;
            cutReplies = next.Replies.CutAfter ?? long.MaxValue;
            (before, changed) = (changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        before.SetResult();
        if (reset)
            Reset();
    }

    /// <summary>Ends it without a goodbye to either side. What was under way is lost.</summary>
    public void Reset() => Close(reset: true, lostReply: false);

    /// <summary>Lets the next request through, waits until the server has answered, and resets the connection instead of passing the
    /// answer on: what was asked has been done, and the client cannot know.</summary>
    /// <param name="request">Tells whether these bytes of the client are the request; null: whatever comes next.</param>
    public void LoseNextReply(Func<ReadOnlyMemory<byte>, bool>? request = null)
    {
        lock (gate)
            loseReplyTo = request ?? (static _ => true);
    }

    internal async Task RunAsync()
    {
        var requests = CopyAsync(client, server, isRequest: true);
        var replies = CopyAsync(server, client, isRequest: false);
        await Task.WhenAny(requests, replies);
        Close(reset: false, lostReply: false);
        await Task.WhenAll(requests, replies);
    }

    private async Task CopyAsync(Socket from, Socket to, bool isRequest)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                if (isRequest)
                    LookForName(buffer.AsSpan(0, count));
                var bytes = isRequest ? buffer.AsMemory(0, count) : Kept(buffer.AsMemory(0, count));
                if (!await PassAsync(bytes, to, isRequest))
                    return;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }
    }

    /// <returns>Of these bytes of the server those that may pass, as far as they are whole replies.</returns>
    private ReadOnlyMemory<byte> Kept(ReadOnlyMemory<byte> bytes)
    {
        Func<ReadOnlyMemory<byte>, bool>? keeps;
        lock (gate)
            keeps = fault.Replies.Keeps;
        if (keeps is null)
            return bytes;
        using var kept = new MemoryStream();
        foreach (var frame in frames.Add(bytes.Span))
        {
            if (keeps(frame))
                kept.Write(frame.Span);
        }

        return kept.ToArray();
    }

    /// <returns>False: the connection has been ended.</returns>
    private async Task<bool> PassAsync(ReadOnlyMemory<byte> bytes, Socket to, bool isRequest)
    {
        while (bytes.Length > 0)
        {
            Passage passage;
            Task change;
            lock (gate)
            {
                (passage, change) = (isRequest ? fault.Requests : fault.Replies, changed.Task);
            }

            if (passage.Holds)
            {
                await change;
                continue;
            }

            if (passage.Drops)
                return true;
            if (passage.Delay > TimeSpan.Zero)
                await Task.WhenAny(Task.Delay(passage.Delay), change);

            if (!isRequest && Volatile.Read(ref losing))
            {
                Close(reset: true, lostReply: true);
                return false;
            }

            var piece = passage.DripBytes > 0 ? Math.Min(passage.DripBytes, bytes.Length) : bytes.Length;
            var (allowed, cut) = Allowed(piece, isRequest);
            if (isRequest)
                LookForLoss(bytes[..allowed]);
            if (allowed > 0)
                await SendAsync(bytes[..allowed], to, passage, isRequest);
            if (cut)
            {
                Reset();
                return false;
            }

            bytes = bytes[allowed..];
        }

        return true;
    }

    /// <summary>Once a line is slow, all goes by it, so that nothing overtakes what is on its way.</summary>
    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, Socket to, Passage passage, bool isRequest)
    {
        if (passage.IsSlow)
        {
            if (isRequest)
                requestLine ??= new SlowLine(to);
            else
                replyLine ??= new SlowLine(to);
        }

        if ((isRequest ? requestLine : replyLine) is { } line)
            await line.SendAsync(bytes, passage);
        else
            await to.SendAsync(bytes);
    }

    /// <returns>How many of so many bytes may pass, and whether the connection is cut then.</returns>
    private (int Allowed, bool Cut) Allowed(int bytes, bool isRequest)
    {
        lock (gate)
        {
            ref var left = ref isRequest ? ref cutRequests : ref cutReplies;
            if (left == long.MaxValue)
                return (bytes, false);
            var allowed = (int)Math.Min(left, bytes);
            left -= allowed;
            return (allowed, left == 0);
        }
    }

    private void LookForLoss(ReadOnlyMemory<byte> request)
    {
        lock (gate)
        {
            if (loseReplyTo is { } match && match(request))
                (loseReplyTo, losing) = (null, true);
        }
    }

    private void LookForName(ReadOnlySpan<byte> request)
    {
        if (Name.Length > 0 || beginning.Length > NameWithin)
            return;
        beginning.Write(request);
        var text = Encoding.ASCII.GetString(beginning.GetBuffer(), 0, (int)beginning.Length);
        var at = text.IndexOf("SETNAME\r\n$", StringComparison.Ordinal); // of CLIENT SETNAME or HELLO … SETNAME
        var lines = at < 0 ? [] : text[at..].Split("\r\n", 4);
        if (lines.Length == 4)
            Name = lines[2];
    }

    private void Close(bool reset, bool lostReply)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
            fault = Fault.None;
            before = changed;
        }

        proxy.Closed(this, reset, lostReply);
        requestLine?.Close();
        replyLine?.Close();
        foreach (var socket in (Socket[])[client, server])
        {
            if (reset)
                socket.Close(0); // RST, not FIN
            else
                socket.Dispose();
        }

        before.TrySetResult();
    }
}
