using Microsoft.Extensions.DependencyInjection;

namespace Jobs.Generators.Tests.Handlers;

/// <summary>Services by type, and by type and key.</summary>
internal sealed class Services : IKeyedServiceProvider
{
    private readonly Dictionary<(Type, object?), object> services = [];

    public Services With<T>(T service, object? key = null)
    {
        services[(typeof(T), key)] = service!;
        return this;
    }

    public object? GetService(Type serviceType) => services.GetValueOrDefault((serviceType, null));

    public object? GetKeyedService(Type serviceType, object? serviceKey) => services.GetValueOrDefault((serviceType, serviceKey));

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) =>
        GetKeyedService(serviceType, serviceKey) ?? throw new InvalidOperationException($"no {serviceType} under {serviceKey}");
}
