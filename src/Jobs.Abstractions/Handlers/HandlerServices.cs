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

    /// <summary>Returns what was found, or the parameter's default where nothing was.</summary>
    public static T OrDefault<T>(object? found, T fallback) => found is T service ? service : fallback;
}
