using System.Globalization;
using System.Text;

namespace Jobs.Runtime.Tests.TestServers;

/// <summary>Append-only files of a queue, made of what a server would have done.</summary>
internal static class AppendLogFile
{
    private const string Prefix = "{jobs:q}:";

    /// <summary>A session joins or is renewed; 0: it is over.</summary>
    public static string[] Session(string session, long expiry) => ["ZADD", Prefix + "workers", expiry.ToString(CultureInfo.InvariantCulture), session];

    public static string[] Forget(string session) => ["ZREM", Prefix + "workers", session];

    /// <summary>Jobs are handed out together.</summary>
    public static string[] Hand(string holder, params string[] ids) => ["HSET", Prefix + "active", .. ids.SelectMany(id => (string[])[id, holder])];

    public static string[] Drop(string id) => ["HDEL", Prefix + "active", id];

    /// <summary>Jobs are put at the head; the last of them goes first.</summary>
    public static string[] PutBack(params string[] ids) => ["LPUSH", Prefix + "ready", .. ids];

    /// <param name="head">Stands before all commands.</param>
    /// <param name="commands">In their order.</param>
    public static byte[] Bytes(string head, params string[][] commands) => Encoding.ASCII.GetBytes(
        head + string.Concat(commands.Select(command => $"*{command.Length}\r\n" + string.Concat(command.Select(word => $"${word.Length}\r\n{word}\r\n")))));
}
