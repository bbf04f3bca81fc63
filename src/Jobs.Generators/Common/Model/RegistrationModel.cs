namespace Jobs.Generators.Model;

/// <summary>All valid handlers of an assembly, in the order of their names.</summary>
/// <param name="Home">As <see cref="JobModel.Home"/>.</param>
internal sealed record RegistrationModel(string Home, EquatableArray<HandlerModel> Handlers);

/// <summary>What this compilation sees of others.</summary>
/// <param name="Home">As <see cref="JobModel.Home"/>.</param>
/// <param name="HasBuilder">The runtime is referenced, so handlers can be added to a worker.</param>
/// <param name="Registrations">The registration classes of referenced assemblies, as C# text.</param>
internal sealed record SurroundingsModel(string Home, bool HasBuilder, EquatableArray<string> Registrations);
