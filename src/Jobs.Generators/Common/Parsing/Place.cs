using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Where in a payload the parser is: for messages, and for where to underline.</summary>
/// <param name="Path">From the payload: <c>Order.Lines</c>; empty for the payload itself.</param>
/// <param name="Location">The nearest declaration in source.</param>
/// <param name="Compilation">The only one whose files may be underlined: an editor shows the source of referenced projects too.</param>
internal readonly record struct Place(string Path, Location Location, Compilation Compilation)
{
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

    public override string ToString() => Path.Length == 0 ? "the payload" : Path == Result ? "the result" : $"member '{Path}'";

    /// <summary>The path of the result itself; its members go on from there.</summary>
    public const string Result = "result";
}
