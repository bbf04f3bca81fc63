using System.Net.Sockets;
using System.Text;

namespace Jobs.Faults.Running;

/// <summary>A bare question to a Redis, past the client library, which hides what a server says of itself.</summary>
internal static class RedisProbe
{
    /// <summary>It answers with an error that begins so, as <c>-LOADING</c>.</summary>
    public static async Task<bool> AnswersAsync(int port, string error)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            var stream = client.GetStream();
            await stream.WriteAsync("EXISTS x\r\n"u8.ToArray(), timeout.Token);
            var answer = new byte[128];
            var length = await stream.ReadAsync(answer, timeout.Token);
            return Encoding.ASCII.GetString(answer, 0, length).StartsWith(error, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
