namespace Jobs.Generators.Model;

/// <summary>What the emitter needs to know to write the codec of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Display">The type as a reader of an error message knows it: <c>Shop.SendEmail</c>.</param>
internal abstract record CodecModel(TypeRef Type, string Display);

/// <summary>A type written member by member.</summary>
/// <param name="IsArrayForm">By position (<c>[Key(n)]</c>) instead of by name.</param>
/// <param name="IsSealed">No value of it can be of a derived type, whose members would be lost.</param>
internal sealed record ObjectCodec(TypeRef Type, string Display, bool IsArrayForm, bool IsSealed, EquatableArray<MemberModel> Members)
    : CodecModel(Type, Display)
{
    /// <summary>The static method that makes it of its members, in their order. Null: a constructor does.</summary>
    public string? Factory { get; init; }
}

/// <summary>An interface or abstract class with <c>[Union]</c>.</summary>
internal sealed record UnionCodec(TypeRef Type, string Display, EquatableArray<UnionCase> Cases) : CodecModel(Type, Display);

/// <summary>One implementation of a union and its number on the wire.</summary>
internal sealed record UnionCase(int Key, TypeRef Type);

/// <summary>A tuple or key-value pair: an array of its items.</summary>
/// <param name="Items">Its items in order.</param>
/// <param name="Members">The properties or fields that hold them: <c>Item1</c>, <c>Key</c>.</param>
internal sealed record TupleCodec(TypeRef Type, string Display, EquatableArray<TypeRef> Items, EquatableArray<string> Members) : CodecModel(Type, Display);

/// <summary>A list or set: an array.</summary>
internal sealed record SequenceCodec(TypeRef Type, string Display, Sequence Shape, TypeRef Item) : CodecModel(Type, Display);

/// <summary>A dictionary: a map.</summary>
internal sealed record MapCodec(TypeRef Type, string Display, Map Shape, TypeRef Key, TypeRef Value) : CodecModel(Type, Display);
