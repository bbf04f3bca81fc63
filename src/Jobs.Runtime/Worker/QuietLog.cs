using Microsoft.Extensions.Logging;

namespace Jobs.Worker;

/// <summary>A log whose failure is nobody else's: a provider that throws must cost no slot, no turn and no session. Nor does an exception whose text
/// cannot be read cost its line, or one of megabytes the log.</summary>
internal sealed class QuietLog(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        try
        {
            return inner.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    /// <summary>Ends a scope as quietly as everything here; a provider's scope is not wrapped for that, since there is one for each job.</summary>
    public static void End(IDisposable? scope)
    {
        try
        {
            scope?.Dispose();
        }
        catch (Exception)
        {
            // There is no place left to say it.
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        exception = exception is null ? null : ErrorText.ForLog(exception);
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception) when (exception is not null and not AbridgedException && ErrorText.IsUnreadable(exception))
        {
            Log(logLevel, eventId, state, new AbridgedException(exception), formatter);
        }
        catch (Exception)
        {
            // There is no place left to say it.
        }
    }
}
