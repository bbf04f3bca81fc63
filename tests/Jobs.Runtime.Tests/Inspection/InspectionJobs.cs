using MessagePack;

namespace Jobs.Runtime.Tests.Inspection;

/// <summary>Has one of everything that is shown in its own way.</summary>
[Job<Receipt>("show", Queue = "q", Retry = "none", Aliases = ["display"])]
internal sealed partial record Show(
    string Text, Speed Speed, IShape Shape, Dictionary<Speed, int[]> Map, (int, TimeSpan) Pair, Secretive Inner, byte[]? Bytes, DateTimeOffset At, [Sensitive] string Token);

internal sealed class Secretive
{
    [Key(0)] public string? Open { get; set; }

    [Key(2), Sensitive] public Version? Pin { get; set; }
}

internal enum Speed
{
    Slow,
    Fast = 5,
}

[Union(0, typeof(Circle))]
internal interface IShape;

internal sealed record Circle(double Radius) : IShape;

internal sealed record Receipt(int Number, Secretive Inner);
