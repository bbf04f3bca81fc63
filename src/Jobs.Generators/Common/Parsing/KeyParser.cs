using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Where a member is on the wire.</summary>
/// <param name="Index">The position in array form; -1 in map form.</param>
internal readonly record struct WireKey(string Name, int Index);

/// <summary>Reads MessagePack's <c>[Key]</c>, in a <c>[DataContract]</c> the <c>[DataMember]</c>: numbers make the array form, texts rename, none means the
/// member's name.</summary>
internal static class KeyParser
{
    /// <summary>A gap costs a byte in every job, so a far-off number is a slip.</summary>
    private const int MaxIndex = 999;

    /// <returns>One key per member; null: not usable, and reported.</returns>
    public static WireKey[]? Parse(INamedTypeSymbol type, List<Candidate> members, Place place, TypeParser types)
    {
        if (!HasKeys(type))
        {
            return members.Select(static m => new WireKey(m.Name, -1)).ToArray();
        }

        if (Hidden(type) is { } hidden)
        {
            return Invalid(types, place.Of(hidden), type, $"'{hidden.Name}' has a [Key] and is not public, or cannot be set");
        }

        var isDataContract = MemberFinder.IsDataContract(type);
        var keys = members.Select(m => KeyOf(m.Symbol, isDataContract)).ToArray();
        var isArray = keys.Any(static k => k is int);
        var seen = new HashSet<object>();
        var result = new WireKey[keys.Length];
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i] ?? members[i].Name;
            var problem = key switch
            {
                string when isArray => $"'{members[i].Name}' has no number and others have: give it one, or mark it [IgnoreMember]",
                string text when !IsText(text) => $"the one of '{members[i].Name}' is not text",
                int and (< 0 or > MaxIndex) => $"the one of '{members[i].Name}' is not from 0 to {MaxIndex}",
                _ => seen.Add(key) ? null : $"{key} is there twice",
            };
            if (problem is not null)
            {
                return Invalid(types, place.Of(members[i].Symbol), type, problem);
            }

            result[i] = key is int index ? new WireKey(members[i].Name, index) : new WireKey((string)key, -1);
        }

        return result;

        bool HasKeys(INamedTypeSymbol type) => !IsKeyedByName(type) && MemberFinder.BasesFirst(type).Any(t => t.GetMembers().Any(m => KeyOf(m, MemberFinder.IsDataContract(type)) is not null));

        ISymbol? Hidden(INamedTypeSymbol type) => MemberFinder.BasesFirst(type).SelectMany(static t => t.GetMembers())
            .FirstOrDefault(m => KeyOf(m, MemberFinder.IsDataContract(type)) is not null && !MemberFinder.IsIgnored(m) && members.TrueForAll(c => c.Name != m.Name));
    }

    private static WireKey[]? Invalid(TypeParser types, Place place, INamedTypeSymbol type, string problem)
    {
        types.Report(Rule.InvalidKeys, place, type.Display(), problem);
        return null;
    }

    /// <summary><c>[MessagePackObject(keyAsPropertyName: true)]</c> overrules every <c>[Key]</c>.</summary>
    private static bool IsKeyedByName(INamedTypeSymbol type) =>
        type.Attribute("MessagePack", "MessagePackObjectAttribute") is { ConstructorArguments: [{ Value: true }] };

    private static object? KeyOf(ISymbol member, bool isDataContract)
    {
        for (var at = member; at is not null; at = (at as IPropertySymbol)?.OverriddenProperty)
        {
            if (at is IPropertySymbol or IFieldSymbol && (isDataContract ? KeyOf(MemberFinder.DataMember(at)) : KeyOf(at)) is { } key)
            {
                return key;
            }
        }

        return null;
    }

    private static object? KeyOf(ISymbol member) => member.Attribute("MessagePack", "KeyAttribute") is { ConstructorArguments: [{ Value: { } key }] } ? key : null;

    /// <summary>As MessagePack takes it: the order is the position, else the name is the key.</summary>
    private static object? KeyOf(AttributeData? member) => Value(member, "Order") is { } order and not -1 ? order : Value(member, "Name");

    private static object? Value(AttributeData? attribute, string property) => attribute?.NamedArguments.FirstOrDefault(n => n.Key == property).Value.Value;

    /// <summary>No half of a surrogate pair, which has no UTF-8.</summary>
    private static bool IsText(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
