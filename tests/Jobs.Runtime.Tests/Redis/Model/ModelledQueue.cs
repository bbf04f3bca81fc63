using System.Globalization;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>A queue behind the real scripts, whose clock stands still.</summary>
internal static class ModelledQueue
{
    private const string Clock = "redis.call('TIME')";
    private static readonly string Stopped = string.Create(CultureInfo.InvariantCulture, $"{{ '{ModelQueue.Now / 1000}', '0' }}");

    public static string StopClock(string text) => text.Replace(Clock, Stopped, StringComparison.Ordinal);

    /// <param name="connection">Where.</param>
    /// <param name="prefix">Of its keys.</param>
    /// <param name="mutate">What else becomes of the scripts; null: nothing.</param>
    public static async Task<TestQueue> OpenAsync(IConnectionMultiplexer connection, string prefix, Func<string, string>? mutate = null)
    {
        var queue = new TestQueue(PatchedConnection.Create(connection, text => StopClock(mutate?.Invoke(text) ?? text)), prefix);
        await queue.Door.GetAsync(JobId.New()); // from now on each call is sent where it is made, so calls keep their order
        return queue;
    }
}
