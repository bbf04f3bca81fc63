namespace Jobs.Generators.Model;

/// <summary>What applies to a member that the bytes do not have.</summary>
internal enum Missing
{
    /// <summary>Reading fails.</summary>
    Error,

    /// <summary><see cref="MemberModel.Default"/>.</summary>
    Default,

    /// <summary>Whatever the type's own constructor and initializers give it.</summary>
    FromObject,
}

/// <summary>One member of an object on the wire.</summary>
/// <param name="Name">As C# text: <c>To</c>, <c>@class</c>.</param>
/// <param name="WireName">The key in map form, and the name in errors.</param>
/// <param name="Index">The position in array form; -1 in map form.</param>
/// <param name="AllowsNull">Null may be written and read. False only for reference types declared without <c>?</c>.</param>
internal sealed record MemberModel(string Name, string WireName, int Index, TypeRef Type, bool AllowsNull, Missing Missing)
{
    /// <summary>The constructor's parameter that takes it, as C# text; null: none does, and the object initializer sets it.</summary>
    public string? Parameter { get; init; }

    /// <summary>The parameter's default as C# text.</summary>
    public string Default { get; init; } = "default";

    /// <summary>Marked [Sensitive]: its value is in no error.</summary>
    public bool IsSensitive { get; init; }

    /// <summary>Set in the object initializer; with a parameter too where it is <c>required</c> all the same.</summary>
    public bool InInitializer { get; init; }
}
