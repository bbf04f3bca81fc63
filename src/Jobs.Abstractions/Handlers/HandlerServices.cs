using System.ComponentModel;

namespace Jobs;

/// <summary>Called by generated code to give a handler's constructor its services.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class HandlerServices
{
    /// <exception cref="InvalidOperationException">No such service is registered.</exception>
    public static T Required<T>(IServiceProvider services, string handler) where T : notnull =>
        services.GetService(typeof(T)) is T service
            ? service
            : throw new InvalidOperationException($"{handler} takes a {typeof(T)}, and no such service is registered. Add it to the worker's services.");

    /// <summary>The service, or the default of its type where none is registered.</summary>
    public static T? Optional<T>(IServiceProvider services) => services.GetService(typeof(T)) is T service ? service : default;
}
