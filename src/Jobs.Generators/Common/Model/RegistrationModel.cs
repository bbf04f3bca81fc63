namespace Jobs.Generators.Model;

/// <summary>All valid handlers of an assembly, in the order of their names, and the types of their steps' results.</summary>
/// <param name="Home">As <see cref="JobModel.Home"/>.</param>
internal sealed record RegistrationModel(string Home, EquatableArray<HandlerModel> Handlers, EquatableArray<StepResultModel> StepResults)
{
    public bool IsEmpty => Handlers.Count == 0 && StepResults.Count == 0;
}

/// <summary>What this compilation sees of others.</summary>
/// <param name="Home">As <see cref="JobModel.Home"/>.</param>
/// <param name="HasBuilder">The runtime is referenced, so handlers can be added to a worker.</param>
/// <param name="Registrations">The registration classes of referenced assemblies, as C# text.</param>
internal sealed record SurroundingsModel(string Home, bool HasBuilder, EquatableArray<string> Registrations);
