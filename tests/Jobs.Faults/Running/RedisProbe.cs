using System.Net.Sockets;
using System.Text;
using Jobs.TestServers;

namespace Jobs.Faults.Running;

/// <summary>A bare question to a Redis, past the client library, which hides what a server says of itself.</summary>
internal static class RedisProbe
{
    private const int Enough = 3;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again and again until something has ended, and requires that the answer was that error more than three times.</summary>
    /// <param name="redis">Whom.</param>
    /// <param name="error">Its first word, as <c>LOADING</c>.</param>
    /// <param name="until">What makes it answer so.</param>
    /// <param name="report">Where the count is noted.</param>
    public static async Task RefusesAsync(RedisProcess redis, string error, Task until, Report report)
    {
        var seen = 0;
        while (!until.IsCompleted)
        {
            seen += await AnswersAsync(redis.Port, "-" + error) ? 1 : 0;
            await Task.Delay(Step, report.Stopping);
        }

        await until;
        report.Figure($"times it was seen to answer {error}", seen);
        report.Require(seen > Enough, $"Redis was not seen to answer {error}, so nothing was shown");
    }

    private static async Task<bool> AnswersAsync(int port, string error)
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
