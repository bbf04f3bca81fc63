namespace Jobs.Generators.Model;

/// <summary>How values of one type are written: by a call on the writer, as a number, by nil or a value, or by a codec of their own.</summary>
internal enum WireKind
{
    /// <summary>See <see cref="TypeRef.Leaf"/>.</summary>
    Leaf,

    /// <summary>An enum; its number is <see cref="TypeRef.Leaf"/>.</summary>
    Enum,

    /// <summary>A <c>T?</c> of a value type; the T is <see cref="TypeRef.Inner"/>.</summary>
    Nullable,

    /// <summary>A type with a generated codec.</summary>
    Codec,
}

/// <summary>One use of a type: in a member, as an element, as a key.</summary>
/// <param name="Name">The type as C# text: <c>global::</c>-qualified, no nullable annotations, tuples as <c>ValueTuple</c>.</param>
/// <param name="IsReference">Null is a value of it as far as the runtime is concerned.</param>
internal sealed record TypeRef(string Name, WireKind Kind, bool IsReference)
{
    public Leaf Leaf { get; init; }

    public TypeRef? Inner { get; init; }

    public override string ToString() => Name;
}
