using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Reads a plain record, class or struct: its members, their keys, and how it is put together again.</summary>
internal static class ObjectParser
{
    public static ObjectCodec? Parse(INamedTypeSymbol type, TypeRef self, Place place, TypeParser types)
    {
        if (WrapperParser.Parse(type, self, place, types) is { } wrapper)
        {
            return wrapper;
        }

        var compilation = types.Known.Compilation;
        var candidates = MemberFinder.Find(type, compilation);
        var construction = ConstructorFinder.Find(type, candidates, compilation, types.CancellationToken, out var problem);
        if (construction is null)
        {
            types.Report(Rule.CannotBeConstructed, place, type.Display(), problem);
            return null;
        }

        var members = candidates.FindAll(m => m.CanSet || construction.Arguments.ContainsKey(m));
        LostState.Warn(type, candidates, members, construction, place, types); // before it is refused for them all, so that each can be fixed
        if (members.Count == 0 && LostState.IsAll(type, candidates, types.CancellationToken))
        {
            types.Report(Rule.CannotBeConstructed, place, type.Display(),
                "it holds values, and none of them is a public member that can be set; add 'init', or a constructor that takes members by name and type");
            return null;
        }

        if (members.Select(m => (Member: m, By: MemberFinder.HiderOf(m, type, compilation))).FirstOrDefault(static h => h.By is not null) is { By: { } by } hidden)
        {
            types.Report(Rule.CannotBeConstructed, place.Of(by), type.Display(),
                $"its '{by.Name}' hides the public '{hidden.Member.Symbol.ContainingType.Name}.{by.Name}', so generated code cannot reach what that holds: rename one, or mark the hidden one [IgnoreMember]");
            return null;
        }

        if (!construction.SetsRequiredMembers && MissingRequired(type, members) is { } required)
        {
            types.Report(Rule.CannotBeConstructed, place.Of(required), type.Display(), $"'{required.Name}' is required and not on the wire");
            return null;
        }

        if (KeyParser.Parse(type, members, place, types) is not { } keys)
        {
            return null;
        }

        var models = new List<MemberModel>();
        for (var i = 0; i < members.Count; i++)
        {
            var isTaken = construction.Arguments.TryGetValue(members[i], out var parameter);
            if (types.Parse(members[i].Type, place.Of(members[i], isTaken ? parameter : null)) is { } parsed)
            {
                models.Add(Model(members[i], keys[i], parsed, construction));
            }
        }

        return new ObjectCodec(self, type.Display(), keys.Any(static k => k.Index >= 0), type.IsSealed || type.IsValueType,
            models.OrderBy(static m => m.Index).ToEquatable());
    }

    private static MemberModel Model(Candidate member, WireKey key, TypeRef type, Construction construction)
    {
        var model = new MemberModel(
            Symbols.Escape(member.Name), key.Name, key.Index, type, AllowsNull(member.DeclaredType, type),
            member.IsRequired && !construction.SetsRequiredMembers ? Missing.Error : Missing.FromObject);
        var isParameter = construction.Arguments.TryGetValue(member, out var parameter);
        model = model with { IsSensitive = IsSensitive(member.Symbol) || (isParameter && IsMarked(parameter!)) };
        if (!isParameter)
        {
            return model with { InInitializer = true };
        }

        var declared = parameter!.OriginalDefinition.Type;
        var isOptional = parameter.HasExplicitDefaultValue || (declared.TypeKind == TypeKind.TypeParameter
            ? declared.NullableAnnotation == NullableAnnotation.Annotated
            : IsNullable(type) && AllowsNull(declared, type));
        return model with
        {
            AllowsNull = model.AllowsNull || AllowsNull(declared, type),
            Missing = isOptional && model.Missing != Missing.Error ? Missing.Default : Missing.Error,
            Parameter = Symbols.Escape(parameter.Name),
            Default = parameter.HasExplicitDefaultValue ? Literals.DefaultOf(parameter) : "default",
            InInitializer = model.Missing == Missing.Error, // the compiler insists, whatever the constructor does
        };
    }

    /// <summary>An override keeps the mark of what it overrides.</summary>
    private static bool IsSensitive(ISymbol member)
    {
        for (var at = member; at is not null; at = (at as IPropertySymbol)?.OverriddenProperty)
        {
            if (IsMarked(at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMarked(ISymbol symbol) => symbol.Attribute("Jobs", "SensitiveAttribute") is not null;

    private static bool IsNullable(TypeRef type) => type.IsReference || type.Kind == WireKind.Nullable;

    /// <summary>What is declared decides, not what a type argument adds: <c>Page&lt;string&gt;</c> and <c>Page&lt;string?&gt;</c> share a codec.</summary>
    private static bool AllowsNull(ITypeSymbol declared, TypeRef type) =>
        !type.IsReference || declared.TypeKind == TypeKind.TypeParameter || declared.NullableAnnotation != NullableAnnotation.NotAnnotated;

    private static ISymbol? MissingRequired(INamedTypeSymbol type, List<Candidate> members) =>
        MemberFinder.BasesFirst(type).SelectMany(static t => t.GetMembers()).FirstOrDefault(m =>
            m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !members.Exists(c => c.Name == m.Name && c.CanSet));
}
