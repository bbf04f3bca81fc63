using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Chooses the constructor of a handler as <c>ActivatorUtilities</c> would, and says where each argument comes from.</summary>
internal static class HandlerConstructorParser
{
    private const string Space = "Microsoft.Extensions.DependencyInjection";

    public static List<ServiceParameter>? Parse(INamedTypeSymbol type, Compilation compilation, Action<Diagnostic>? report)
    {
        if (Choose(type, compilation, out var problem) is { } constructor && (problem = Problem(constructor, compilation)) is null)
        {
            return constructor.Parameters.Select(Parameter).ToList();
        }

        if (problem is "")
        {
            return null; // the compiler says it better
        }

        report?.Invoke(Diagnostic.Create(Rule.HandlerCannotBeConstructed, type.Where(), type.Name, problem));
        return null;
    }

    private static IMethodSymbol? Choose(INamedTypeSymbol type, Compilation compilation, out string? problem)
    {
        var visible = type.InstanceConstructors.Where(c => ConstructorFinder.IsUsable(c, compilation)).ToList();
        var constructors = visible.FindAll(static c => c.DeclaredAccessibility == Accessibility.Public) is { Count: > 0 } open ? open : visible;
        var marked = constructors.FindAll(static c => c.Attribute(Space, "ActivatorUtilitiesConstructorAttribute") is not null);
        var candidates = marked.Count > 0 ? marked : constructors;
        var most = candidates.Count == 0 ? 0 : candidates.Max(static c => c.Parameters.Length);
        var chosen = candidates.FindAll(c => c.Parameters.Length == most);
        problem = chosen.Count switch
        {
            0 => ConstructorFinder.WhyNone(type.InstanceConstructors, compilation) + "; make one internal or public",
            1 => null,
            _ => $"it has {chosen.Count} constructors with {most} parameters; mark the one to use [ActivatorUtilitiesConstructor]",
        };
        return chosen.Count == 1 ? chosen[0] : null;
    }

    /// <returns>Empty: the compiler has something to say about it.</returns>
    private static string? Problem(IMethodSymbol constructor, Compilation compilation)
    {
        if (constructor.Parameters.Any(static p => p.Type.HasError()))
        {
            return "";
        }

        var bad = constructor.Parameters.FirstOrDefault(static p => p.RefKind is not (RefKind.None or RefKind.In) || p.Type.IsRefLikeType || p.Type is IPointerTypeSymbol);
        if (bad is not null)
        {
            return $"'{bad.Name}' of its constructor is no service";
        }

        foreach (var parameter in constructor.Parameters)
        {
            if (Nameable.Problem(parameter.Type, compilation) is { } hidden)
            {
                return $"'{parameter.Name}' of its constructor has type '{parameter.Type.Display()}', and {hidden}";
            }
        }

        var required = constructor.Attribute("System.Diagnostics.CodeAnalysis", "SetsRequiredMembersAttribute") is null
            ? MemberFinder.BasesFirst(constructor.ContainingType).SelectMany(static t => t.GetMembers())
                .FirstOrDefault(static m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true })
            : null;
        return required is null ? null : $"'{required.Name}' is required and not set by its constructor; take it as a parameter";
    }

    private static ServiceParameter Parameter(IParameterSymbol parameter)
    {
        var name = Symbols.Escape(parameter.Name);
        var type = parameter.Type;
        var fallback = parameter.HasExplicitDefaultValue ? Literals.DefaultOf(parameter) : null;
        var key = parameter.Attribute(Space, "FromKeyedServicesAttribute") is { ConstructorArguments: [{ IsNull: false } constant] } ? Literals.Of(constant) : null;
        var source = (key, fallback) switch
        {
            (not null, null) => ServiceSource.Keyed,
            (not null, _) => ServiceSource.OptionalKeyed,
            _ when type.FullMetadataName() == "System.IServiceProvider" => ServiceSource.Provider,
            (_, null) => ServiceSource.Required,
            _ => ServiceSource.Optional,
        };
        return new ServiceParameter(name, type.TypeKind == TypeKind.Dynamic ? "object" : type.Name(), type.IsReferenceType, source, key, fallback);
    }
}
