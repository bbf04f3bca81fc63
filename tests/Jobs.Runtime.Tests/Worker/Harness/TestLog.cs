using Microsoft.Extensions.Logging;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>One log line.</summary>
internal sealed record LogLine(int Id, LogLevel Level, string Text, Exception? Error, IReadOnlyDictionary<string, object?> Scope);

/// <summary>Keeps a worker's log, for tests that wait for a line or ask whether there was one.</summary>
internal sealed class TestLog : ILogger
{
    private readonly Told<LogLine> lines = new();
    private readonly AsyncLocal<IEnumerable<KeyValuePair<string, object?>>?> scope = new();

    public LogLine[] Lines => lines.Values;

    public LogLine[] Of(int id) => [.. Lines.Where(line => line.Id == id)];

    /// <summary>The first so many lines with an id, once they are there.</summary>
    public async Task<LogLine[]> SeenAsync(int id, int count = 1)
    {
        while (true)
        {
            var known = lines.Count; // before the look: a line that comes after it ends the wait
            if (Of(id) is var found && found.Length >= count)
                return found;
            try
            {
                await lines.FirstAsync(known + 1);
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"Waited for {count} log lines {id}; the log is:\n{string.Join('\n', Lines.Select(line => $"{line.Id} {line.Text} {line.Error}"))}");
            }
        }
    }

    public IDisposable BeginScope<TState>(TState state) where TState : notnull
    {
        var before = scope.Value;
        scope.Value = state as IEnumerable<KeyValuePair<string, object?>>;
        return new Scope(() => scope.Value = before);
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        lines.Add(new(eventId.Id, logLevel, formatter(state, exception), exception, (scope.Value ?? []).ToDictionary()));

    /// <summary>Has a host's log lines kept here.</summary>
    public void Take(ILoggingBuilder logging) => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(new Provider(this));

    private sealed class Provider(TestLog log) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => log;

        public void Dispose()
        {
        }
    }

    private sealed class Scope(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
