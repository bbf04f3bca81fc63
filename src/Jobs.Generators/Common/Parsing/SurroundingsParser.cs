using Jobs.Generators.Model;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Looks for the handlers that referenced assemblies have registered.</summary>
internal static class SurroundingsParser
{
    private const string Library = "Jobs.Abstractions";

    public static SurroundingsModel Parse(Compilation compilation, CancellationToken cancellationToken)
    {
        var registrations = new List<string>();
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Nameable.IsNamedPlainly(assembly, compilation) && assembly.Modules.Any(static m => m.ReferencedAssemblies.Any(static r => r.Name == Library)) && RegistrationOf(assembly) is { } registration)
            {
                registrations.Add(registration.Name());
            }
        }

        registrations.Sort(StringComparer.Ordinal);
        return new SurroundingsModel(Names.Home(compilation.AssemblyName), compilation.GetTypeByMetadataName(KnownTypes.BuilderName) is not null, registrations.ToEquatable());
    }

    private static ITypeSymbol? RegistrationOf(IAssemblySymbol assembly) =>
        assembly.Attribute("Jobs", "JobHandlersRegistrationAttribute") is { ConstructorArguments: [{ Value: ITypeSymbol { TypeKind: not TypeKind.Error } type }] } ? type : null;
}
