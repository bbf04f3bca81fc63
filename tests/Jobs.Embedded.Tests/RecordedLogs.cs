using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Jobs.Embedded.Tests;

/// <summary>What was logged, a line each: <c>Level Category: text</c>.</summary>
internal sealed class RecordedLogs : ILoggerFactory
{
    private readonly Channel<string> asWritten = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Recorder(categoryName, this);

    /// <summary>Waits for a line that contains a text, from the one after the line that was waited for last.</summary>
    public async Task WaitForAsync(string text, CancellationToken ct)
    {
        while (!(await asWritten.Reader.ReadAsync(ct)).Contains(text, StringComparison.Ordinal)) { }
    }

    private void Add(string line)
    {
        Lines.Enqueue(line);
        asWritten.Writer.TryWrite(line);
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() { }

    private sealed class Recorder(string category, RecordedLogs logs) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            logs.Add($"{logLevel} {category}: {formatter(state, exception)}");
    }
}
