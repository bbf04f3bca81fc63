using System.Text;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Takes the client library's log of a first connection and finds in it why that failed: no event is raised and no error kept for it.</summary>
/// <remarks>The library may go on writing after it has returned the connection.</remarks>
internal sealed class ConnectLog : TextWriter
{
    private const string Marker = "Connection failed: ";
    private const string Refusal = " ECHO: SimpleError: NOPERM";
    private const int RefusalMark = 20; // what stands before the error itself

    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>A server that could not be reached is what is left when the log names no reason.</summary>
    public const string NoReason = "no connection could be made";

    /// <summary>Never null: where the log names no reason it says <see cref="NoReason"/>.</summary>
    public RedisConnectionException Failure
    {
        get
        {
            lock (text)
            {
                return FailureIn(text.ToString());
            }
        }
    }

    public override void Write(char value)
    {
        lock (text)
        {
            text.Append(value);
        }
    }

    public override void Write(string? value)
    {
        lock (text)
        {
            text.Append(value);
        }
    }

    public override void WriteLine(string? value)
    {
        lock (text)
        {
            text.Append(value).Append('\n');
        }
    }

    /// <summary>
    /// <code>
    /// 12:00:00.0000: Response from 127.0.0.1:6379/Interactive / ECHO: SimpleError: NOAUTH Authentication required.
    /// 12:00:00.0000: Connection failed: 127.0.0.1:6379 (Interactive, UnableToConnect): UnableToConnect, v: 3.4.35
    /// 12:00:00.0000: > Connection refused
    /// </code>
    /// </summary>
    internal static RedisConnectionException FailureIn(string log)
    {
        if (log.Contains("NOAUTH", StringComparison.Ordinal) || log.Contains("WRONGPASS", StringComparison.Ordinal))
        {
            return Error(ConnectionFailureType.AuthenticationFailure, "user or password are wrong");
        }

        if (log.IndexOf(Refusal, StringComparison.Ordinal) is >= 0 and var refusal)
        {
            // In the handshake: the library needs ECHO to tell that a connection works.
            return Error(ConnectionFailureType.ProtocolFailure, "not permitted", RedisFault.NotPermitted(FirstLine(log[(refusal + RefusalMark)..])));
        }

        var at = log.IndexOf(Marker, StringComparison.Ordinal);
        var lines = at < 0 ? [] : log[(at + Marker.Length)..].Split('\n', 3);
        var detail = lines.Length > 1 ? lines[1].IndexOf("> ", StringComparison.Ordinal) : -1;
        return Error(ConnectionFailureType.UnableToConnect, detail < 0 ? NoReason : lines[1][(detail + 2)..].Trim());
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private static RedisConnectionException Error(ConnectionFailureType type, string message, Exception? inner = null) =>
        new(type, CommandFlags.None, message, inner, CommandStatus.WaitingToBeSent);
}
