using System.Text;
using StackExchange.Redis;

namespace Jobs.Redis;

/// <summary>Takes the client library's log of a first connection and finds in it why that failed: no event is raised and no error kept for it.</summary>
/// <remarks>The library may go on writing after it has returned the connection.</remarks>
internal sealed class ConnectLog : TextWriter
{
    private const string Marker = "Connection failed: ";
    private readonly StringBuilder text = new();

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Never null: what is not found is a server that could not be reached.</summary>
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

        var at = log.IndexOf(Marker, StringComparison.Ordinal);
        var lines = at < 0 ? [] : log[(at + Marker.Length)..].Split('\n', 3);
        var detail = lines.Length > 1 ? lines[1].IndexOf("> ", StringComparison.Ordinal) : -1;
        return Error(ConnectionFailureType.UnableToConnect, detail < 0 ? "no connection could be made" : lines[1][(detail + 2)..].Trim());
    }

    private static RedisConnectionException Error(ConnectionFailureType type, string message) =>
        new(type, CommandFlags.None, message, innerException: null, CommandStatus.WaitingToBeSent);
}
