using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Why a type has no wire form, said as what to do about it. That a member may stay behind is added where that works: <see cref="Place.StayBehind"/>.</summary>
internal static class WayOut
{
    /// <returns>Null: nothing speaks against the type itself.</returns>
    public static string? Of(ITypeSymbol type, Compilation compilation)
    {
        switch (type.TypeKind)
        {
            case TypeKind.Dynamic:
                return "declare the type that is meant";
            case TypeKind.Array:
                return ((IArrayTypeSymbol)type).IsSZArray ? null : "use an array of arrays";
            case TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Delegate or TypeKind.TypeParameter:
                return "store data that the handler can act on";
        }

        if (LiveObjects.InsteadOf(type) is { } instead)
        {
            return instead;
        }

        if (type.SpecialType == SpecialType.System_Object)
        {
            return "declare the type that is meant, or a base type with a [Union] per implementation";
        }

        if (KnownShapes.SequenceOf(type) is not null || KnownShapes.MapOf(type) is not null || KnownShapes.TupleOf(type) is not null
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
        {
            return null;
        }

        if (type.IsRefLikeType || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
        {
            return "it lives in this process only; store plain data";
        }

        if (Nameable.Problem(type, compilation) is { } problem)
        {
            return problem;
        }

        if (type.TypeKind == TypeKind.Enum)
        {
            return null;
        }

        if (type.IsInSystem())
        {
            return "use a plain type of your own with the data that is needed";
        }

        if (type.AllInterfaces.Any(static i => i.SpecialType == SpecialType.System_Collections_IEnumerable))
        {
            return "collections of your own have no wire form: use List<T>, Dictionary<TKey, TValue> or another of the standard ones";
        }

        if (BaseInSystem(type) is { } @base)
        {
            return $"it derives from '{@base.Display()}', whose state generated code cannot restore: use a type without that base, with the data that is needed";
        }

        return type.IsAbstract && !UnionParser.IsUnion(type)
            ? "it has no [MessagePack.Union(n, typeof(…))] that names its implementations: add one per implementation"
            : null;
    }

    /// <summary>A class of the runtime that the type derives from: its members are not the type's data.</summary>
    private static INamedTypeSymbol? BaseInSystem(ITypeSymbol type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
        {
            if (at.IsInSystem() && at.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType))
            {
                return at;
            }
        }

        return null;
    }
}
