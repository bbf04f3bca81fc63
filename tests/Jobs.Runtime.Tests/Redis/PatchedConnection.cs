using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis;

/// <summary>A connection that sends other scripts than it is given: with a clock that stands still, or with a guarantee taken out.</summary>
/// <remarks>That is why the shipped code needs no switch that could take one out.</remarks>
public class PatchedConnection : DispatchProxy
{
    private readonly ConcurrentDictionary<string, string> texts = new(StringComparer.Ordinal);
    private bool anew;
    private object target = null!;
    private PatchedConnection? connection;
    private Func<string, string> patch = null!;
    private Action<string>? called;
    private Func<string, IDatabase?>? route;

    /// <param name="real">Where the scripts go.</param>
    /// <param name="patch">What becomes of a script's text.</param>
    /// <param name="called">Told of each call, with the text as it was given.</param>
    /// <param name="route">Where else a script goes, by the text as it was given; null: nowhere else.</param>
    /// <param name="anew">The patch is asked for each call, since it does not always make the same of a text.</param>
    public static IConnectionMultiplexer Create(
        IConnectionMultiplexer real, Func<string, string> patch, Action<string>? called = null, Func<string, IDatabase?>? route = null, bool anew = false)
    {
        var proxy = Create<IConnectionMultiplexer, PatchedConnection>();
        var self = (PatchedConnection)(object)proxy;
        (self.target, self.patch, self.called, self.route, self.anew) = (real, patch, called, route, anew);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var to = target;
        if (connection is not null && targetMethod!.Name is nameof(IDatabase.ScriptEvaluateAsync) or nameof(IDatabase.ScriptEvaluateRespAsync) && args![0] is string text)
        {
            connection.called?.Invoke(text);
            to = connection.route?.Invoke(text) ?? target;
            args[0] = connection.anew ? connection.patch(text) : connection.texts.GetOrAdd(text, connection.patch);
        }
        try
        {
            var result = targetMethod!.Invoke(to, args);
            return targetMethod.Name == nameof(IConnectionMultiplexer.GetDatabase) ? Wrap((IDatabase)result!) : result;
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private IDatabase Wrap(IDatabase database)
    {
        var proxy = Create<IDatabase, PatchedConnection>();
        var self = (PatchedConnection)(object)proxy;
        (self.target, self.connection) = (database, this);
        return proxy;
    }
}
