namespace Jobs.Generators.Contracts;

/// <summary>A difference that stored jobs do not survive, or not whole.</summary>
internal enum ChangeKind
{
    /// <summary>A member is gone: what is stored for it would be dropped.</summary>
    Removed,

    /// <summary>What is stored for a member cannot, or cannot always, be read as what it is now.</summary>
    Retyped,

    /// <summary>A member must be there, and is not in every stored job.</summary>
    Required,

    /// <summary>A value of an enum or a case of a union is gone or means something else.</summary>
    Meaning,

    /// <summary>The result is another one.</summary>
    Result,
}

/// <summary>One such difference.</summary>
/// <param name="Path">From the payload: <c>Lines.Sku</c>.</param>
/// <param name="Text">What is the matter, to be read after the path.</param>
internal sealed record ContractChange(ChangeKind Kind, string Path, string Text)
{
    /// <summary>Of a removed member: the one that seems to be it now, by its name on the wire.</summary>
    public string? SeemsToBe { get; init; }
}
