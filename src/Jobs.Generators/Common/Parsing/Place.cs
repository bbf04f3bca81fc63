using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Where in a payload the parser is: for messages, and for where to underline.</summary>
/// <param name="Path">From the payload: <c>Order.Lines</c>; empty for the payload itself.</param>
/// <param name="Location">The nearest declaration in source.</param>
/// <param name="Compilation">The only one whose files may be underlined: an editor shows the source of referenced projects too.</param>
internal readonly record struct Place(string Path, Location Location, Compilation Compilation)
{
    private readonly string? stayBehind;

    /// <summary>The end of a sentence that offers to leave the member out; empty where that does not work.</summary>
    public string StayBehind
    {
        get => stayBehind ?? "";
        init => stayBehind = value;
    }

    /// <summary>A member below this place, which a constructor's parameter takes or not; underlined itself where it is in source.</summary>
    public Place Of(Candidate member, IParameterSymbol? parameter) => Of(member.Symbol) with
    {
        StayBehind = (parameter, IsRecordParameter(parameter)) switch
        {
            _ when member.IsRequired => "",
            (null, _) => ", or mark the member [IgnoreMember]",
            ({ IsOptional: false }, true) => ", or give the parameter a default and mark it [property: IgnoreMember]",
            ({ IsOptional: false }, false) => $", or give the constructor's parameter '{parameter.Name}' a default and mark the member [IgnoreMember]",
            (_, true) => ", or mark it [property: IgnoreMember]",
            _ => ", or mark the member [IgnoreMember]",
        },
    };

    /// <summary>A member below this place; underlined itself where it is in source.</summary>
    public Place Of(ISymbol member)
    {
        var location = member.Locations.FirstOrDefault(static l => l.IsInSource);
        return this with
        {
            Path = Path.Length == 0 ? member.Name : $"{Path}.{member.Name}",
            Location = location is { SourceTree: { } file } && Compilation.ContainsSyntaxTree(file) ? location : Location,
        };
    }

    private static bool IsRecordParameter(IParameterSymbol? parameter) =>
        parameter?.ContainingSymbol.DeclaringSyntaxReferences is [var source, ..] && source.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.RecordDeclarationSyntax;

    public override string ToString() => Path.Length == 0 ? "the payload" : Path == Result ? "the result" : $"member '{Path}'";

    /// <summary>The path of the result itself; its members go on from there.</summary>
    public const string Result = "result";
}
