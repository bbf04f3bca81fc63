using System.Reflection;

namespace Jobs.Worker;

/// <summary>What an exception is about. <c>.Wait()</c>, <c>.Result</c> and reflection wrap what was thrown in exceptions that say nothing of their own.</summary>
internal static class Cause
{
    private const int MaxDepth = 32; // of causes that are looked at: nobody nests more, and a chain is the application's

    /// <returns>The exception inside all such wrappers, or the exception itself.</returns>
    public static Exception Of(Exception error)
    {
        for (var depth = 0; depth < MaxDepth && Wrapped(error) is { } inner; depth++)
        {
            error = inner;
        }

        return error;
    }

    /// <summary>Whether a cancellation by this token is among its causes, whatever it was wrapped in.</summary>
    public static bool IsCancellationBy(Exception error, CancellationToken token)
    {
        var cause = error;
        for (var depth = 0; depth < MaxDepth && cause is not null; depth++)
        {
            if (cause is OperationCanceledException cancelled && cancelled.CancellationToken == token)
            {
                return true;
            }

            cause = cause.InnerException;
        }

        return false;
    }

    private static Exception? Wrapped(Exception error) => error switch
    {
        AggregateException { InnerExceptions: { Count: > 0 } all } when all.Count == 1 || all.All(static e => Of(e) is OperationCanceledException) => all[0],
        TargetInvocationException { InnerException: { } thrown } => thrown,
        _ => null,
    };
}
