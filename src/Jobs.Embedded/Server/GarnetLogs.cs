using Microsoft.Extensions.Logging;

namespace Jobs.Embedded.Server;

/// <summary>Garnet's many loggers as one, and its start-up chatter as debug messages.</summary>
internal sealed class GarnetLogs(ILogger log) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new Quieter(log);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() { } // the logger belongs to the application

    private sealed class Quieter(ILogger log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => log.IsEnabled(Map(logLevel));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Log(Map(logLevel), eventId, state, exception, formatter);

        private static LogLevel Map(LogLevel level) => level == LogLevel.Information ? LogLevel.Debug : level;
    }
}
