namespace Jobs.Benchmarks;

/// <summary>A job that does nothing, with a payload of 100 bytes.</summary>
[Job("noop")]
internal sealed partial record Noop(string Text)
{
    public static Noop Of100Bytes { get; } = New();

    public static Noop New() => new(new string('x', 92));
}
