namespace Jobs.Generators.Model;

/// <summary>What the emitters need to know about one <c>[Job]</c> type: text, flags and <see cref="EquatableArray{T}"/> only.</summary>
/// <remarks>A symbol, syntax node or Location here never equals the next run's, so each keystroke would regenerate all.</remarks>
/// <param name="Home">The namespace of what is generated for this assembly alone: <c>Jobs.Generated.Shop_Contracts</c>.</param>
internal sealed record JobModel(JobSettings Settings, PayloadModel Payload, TypeRef? Result, EquatableArray<CodecModel> Codecs, EquatableArray<EnumModel> Enums, string Home)
{
    /// <summary>The codec of the payload itself; those of what it reaches follow it.</summary>
    public CodecModel Codec => Codecs[0];
}

/// <summary>The values of a <c>[Job]</c>. Null: as the library's default.</summary>
internal sealed record JobSettings(string Name)
{
    public EquatableArray<string> Aliases { get; init; }

    /// <summary>Which shape of the payload this is.</summary>
    public int Version { get; init; } = 1;

    /// <summary>What the methods that enqueue it are called after <c>Enqueue</c>. Null: as the type.</summary>
    public string? EnqueueName { get; init; }

    public string? Queue { get; init; }

    public int? Priority { get; init; }

    public int? MaxAttempts { get; init; }

    public int? TimeoutSeconds { get; init; }

    public string? Retry { get; init; }

    public int? RetentionSeconds { get; init; }
}

/// <summary>The declaration that gets its other half.</summary>
/// <param name="TypeName"><c>global::Shop.Orders.Ship</c>.</param>
/// <param name="Identifier"><c>Ship</c>.</param>
/// <param name="Namespace"><c>Shop</c>; empty for the global one.</param>
/// <param name="Declaration"><c>partial record struct Ship</c>.</param>
/// <param name="Containers">The same of the types around it, outermost first.</param>
/// <param name="Path"><c>Orders_Ship</c>: unique within the namespace.</param>
/// <param name="IsPublic">It and its result can be named by other assemblies.</param>
internal sealed record PayloadModel(
    string TypeName, string Identifier, string Namespace, string Declaration, EquatableArray<string> Containers, string Path, bool IsPublic)
{
    public bool IsReference { get; init; }

    /// <summary>Its name after those of the types around it: <c>OrdersShip</c>.</summary>
    public string NestedName { get; init; } = "";

    /// <summary>The class with the enqueue methods: a name that no type of the user has.</summary>
    public string EnqueueClass { get; init; } = "";

    /// <summary>Names of its members that the earlier versions' types and hooks would have.</summary>
    public EquatableArray<string> Taken { get; init; }

    /// <summary>A record that would print its [Sensitive] members: the modifiers of the method that leaves them out. Null: nothing to do, or its author has done it.</summary>
    public string? Printing { get; init; }
}
