namespace Jobs.Generators.Tests.Wire;

[Job<string>("texts")]
public sealed partial record Texts
{
    public string Text { get; init; } = "";

    public string? Maybe { get; init; }

    public List<string> List { get; init; } = [];

    public Dictionary<string, int> Map { get; init; } = [];

    public (int, string)? Pair { get; init; }

    public Uri? Uri { get; init; }

    public TextHolder? Inner { get; init; }
}

public sealed record TextHolder(List<string> Lines, string Note = "");
