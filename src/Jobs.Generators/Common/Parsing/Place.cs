using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Where in a payload the parser is: for messages, and for where to underline.</summary>
/// <param name="Path">From the payload: <c>Order.Lines</c>; empty for the payload itself.</param>
/// <param name="Location">The nearest declaration in source.</param>
internal readonly record struct Place(string Path, Location Location)
{
    /// <summary>A member below this place; underlined itself where it is in source.</summary>
    public Place Of(ISymbol member) =>
        new(Path.Length == 0 ? member.Name : $"{Path}.{member.Name}", member.Locations.FirstOrDefault(static l => l.IsInSource) ?? Location);

    public override string ToString() => Path.Length == 0 ? "the payload" : Path == Result ? "the result" : $"member '{Path}'";

    /// <summary>The path of the result itself; its members go on from there.</summary>
    public const string Result = "result";
}
