using MessagePack;

// The same jobs as two builds have them: before a change and after it.
namespace Jobs.Generators.Tests.Wire.Before
{
    [Job("pair-additions-1")]
    public sealed partial record Additions(int Id, string To, Line First);

    [Job("pair-removals-1")]
    public sealed partial record Removals(int Id, string? Note, int Copies = 2);

    [Job("pair-required-1")]
    public sealed partial record Required(int Id);

    [Job("pair-widened-1")]
    public sealed partial record Widened(short Number, int Id, float Rate, int Sure, List<int> Items, DayOfWeek Day, Size Size);

    [Job("pair-retyped-1")]
    public sealed partial record Retyped(int Id);

    [Job("pair-positions-1")]
    [MessagePackObject]
    public sealed partial record Positions
    {
        [Key(0)]
        public int Id { get; init; }

        [Key(1)]
        public string Renamed { get; init; } = "";

        [Key(2)]
        public string? Removed { get; init; }
    }

    [Job("pair-cases-1")]
    public sealed partial record Cases(IPart Part);

    [Union(0, typeof(Bolt))]
    public interface IPart;

    public sealed record Bolt(int Length) : IPart;

    public sealed record Line(string Sku);

    public sealed class Size
    {
        public int Width { get; set; }
    }
}

namespace Jobs.Generators.Tests.Wire.After
{
    [Job("pair-additions-2")]
    public sealed partial record Additions(string To, int Id, Line First, string? Note, int Copies = 2)
    {
        public List<string> Tags { get; init; } = ["new"];
    }

    [Job("pair-removals-2")]
    public sealed partial record Removals(int Id);

    [Job("pair-required-2")]
    public sealed partial record Required(int Id, string Region);

    [Job("pair-widened-2")]
    public sealed partial record Widened(int Number, long Id, double Rate, int? Sure, HashSet<int> Items, int Day, SizeOf Size);

    [Job("pair-retyped-2")]
    public sealed partial record Retyped(string Id);

    [Job("pair-positions-2")]
    [MessagePackObject]
    public sealed partial record Positions
    {
        [Key(0)]
        public int Id { get; init; }

        [Key(1)]
        public string NewName { get; init; } = "";

        [Key(3)]
        public int Added { get; init; } = 7;
    }

    [Job("pair-cases-2")]
    public sealed partial record Cases(IPart Part);

    [Union(0, typeof(Bolt))]
    [Union(1, typeof(Nut))]
    public interface IPart;

    public sealed record Bolt(int Length, string? Thread) : IPart;

    public sealed record Nut(int Width) : IPart;

    public sealed record Line(string Sku, int Quantity = 1);

    public readonly record struct SizeOf(int Width);
}
