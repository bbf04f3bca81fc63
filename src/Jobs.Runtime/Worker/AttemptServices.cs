using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Worker;

/// <summary>The DI scope of one attempt, made when something is first asked of it: a handler that needs nothing costs none.</summary>
internal sealed class AttemptServices(IServiceScopeFactory scopes) : IKeyedServiceProvider, ISupportRequiredService, IAsyncDisposable
{
    private IServiceScope? scope;
    private bool disposed;

    /// <param name="needed">The handler's constructor asks for services: the scope may as well be made now.</param>
    public IServiceProvider Provider(bool needed)
    {
        try
        {
            return needed ? Open() : this;
        }
        catch (Exception)
        {
            return this; // asked again by the constructor, so that it is the attempt that fails
        }
    }

    public object? GetService(Type serviceType) => Open().GetService(serviceType);

    public object GetRequiredService(Type serviceType) => Open().GetRequiredService(serviceType);

    public object? GetKeyedService(Type serviceType, object? serviceKey) => Keyed().GetKeyedService(serviceType, serviceKey);

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => Keyed().GetRequiredKeyedService(serviceType, serviceKey);

    public ValueTask DisposeAsync()
    {
        lock (this)
        {
            disposed = true;
            if (scope is IAsyncDisposable open)
            {
                return open.DisposeAsync();
            }

            scope?.Dispose();
            return default;
        }
    }

    private IKeyedServiceProvider Keyed() =>
        Open() as IKeyedServiceProvider ?? throw new InvalidOperationException("The application's service provider knows no keyed services.");

    private IServiceProvider Open()
    {
        lock (this) // a handler may ask from several threads
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(IServiceProvider));
            return (scope ??= Create()).ServiceProvider;
        }
    }

    private IServiceScope Create()
    {
        try
        {
            return scopes.CreateScope();
        }
        catch (ObjectDisposedException e)
        {
            throw new ServicesGoneException(e);
        }
    }
}

/// <summary>The application's container is disposed while the worker still runs: no fault of the job.</summary>
internal sealed class ServicesGoneException(ObjectDisposedException disposed)
    : Exception("The application's services are disposed: the job goes back to its queue. Stop the host before it is disposed.", disposed);
