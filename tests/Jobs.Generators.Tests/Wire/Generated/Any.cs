using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using CsCheck;
using MessagePack;

namespace Jobs.Generators.Tests.Wire.Generated;

/// <summary>Any value of a type with a wire form: made by its constructor and its members, null only where it is declared so.</summary>
internal static class Any
{
    private const int MaxDepth = 4;
    private const int MaxItems = 5;

    public static Gen<T> Of<T>() where T : notnull => Of(typeof(T), null, MaxDepth).Select(static value => (T)value!);

    private static Gen<object?> Of(Type type, NullabilityInfo? declared, int depth)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return Gen.OneOf(Null, Of(inner, null, depth));
        }

        if (type.IsValueType || declared is not { WriteState: NullabilityState.Nullable })
        {
            return NotNull(type, declared, depth);
        }

        return depth <= 0 ? Null : Gen.OneOf(Null, NotNull(type, declared, depth));
    }

    private static Gen<object?> Null => Gen.Const(static () => (object?)null);

    private static Gen<object?> NotNull(Type type, NullabilityInfo? declared, int depth)
    {
        if (AnyValue.Of(type) is { } value)
        {
            return value;
        }

        if (AnyCollection.ItemOf(type) is { } item)
        {
            return Items(item, declared?.ElementType ?? declared?.GenericTypeArguments.FirstOrDefault(), depth).Select(items => (object?)AnyCollection.Of(type, item, items));
        }

        var arguments = type.GetGenericArguments();
        if (AnyCollection.IsMap(type))
        {
            return Gen.Select(Items(arguments[0], null, depth), Items(arguments[1], declared?.GenericTypeArguments[1], depth))
                .Select(pairs => (object?)AnyCollection.OfMap(type, pairs.Item1, pairs.Item2));
        }

        if (type.IsAssignableTo(typeof(ITuple)) || type.Name == "KeyValuePair`2")
        {
            return All(arguments.Select((a, i) => Of(a, declared?.GenericTypeArguments.ElementAtOrDefault(i), depth))).Select(items => (object?)Activator.CreateInstance(type, items));
        }

        return type.IsAbstract
            ? Gen.OneOf([.. type.GetCustomAttributes<UnionAttribute>().Select(u => NotNull(u.SubType, null, depth - 1))])
            : Object(type, depth - 1);
    }

    private static Gen<object?> Object(Type type, int depth)
    {
        var nullability = new NullabilityInfoContext();
        var constructors = type.GetConstructors();
        var constructor = constructors.FirstOrDefault(static c => c.IsDefined(typeof(SerializationConstructorAttribute))) ?? constructors.MaxBy(static c => c.GetParameters().Length);
        var parameters = constructor?.GetParameters() ?? [];
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance)
            .Where(m => m is FieldInfo { IsInitOnly: false } or PropertyInfo { SetMethod.IsPublic: true } && !Array.Exists(parameters, p => p.Name == m.Name))
            .Where(static m => !m.IsDefined(typeof(IgnoreMemberAttribute)) && !m.IsDefined(typeof(IgnoreDataMemberAttribute)))
            .DistinctBy(static m => m.Name) // the derived type's, where it hides one
            .ToArray();
        return Gen.Select(
            All(parameters.Select(p => Of(p.ParameterType, nullability.Create(p), depth))),
            All(members.Select(m => m is FieldInfo f ? Of(f.FieldType, nullability.Create(f), depth) : Of(((PropertyInfo)m).PropertyType, nullability.Create((PropertyInfo)m), depth))))
            .Select(parts =>
            {
                var made = constructor is null ? Activator.CreateInstance(type) : constructor.Invoke(parts.Item1);
                foreach (var (member, value) in members.Zip(parts.Item2))
                {
                    (member as FieldInfo)?.SetValue(made, value);
                    (member as PropertyInfo)?.SetValue(made, value);
                }

                return made;
            });
    }

    private static Gen<object?[]> Items(Type type, NullabilityInfo? declared, int depth) => depth <= 0 ? Gen.Const(Array.Empty<object?>()) : Of(type, declared, depth - 1).Array[0, MaxItems];

    private static Gen<object?[]> All(IEnumerable<Gen<object?>> gens) =>
        gens.Aggregate(Gen.Const(Array.Empty<object?>()), static (before, next) => Gen.Select(before, next, static (items, item) => items.Append(item).ToArray()));
}
