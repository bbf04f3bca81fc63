using System.Runtime.Serialization;
using MessagePack;

namespace Jobs.Generators.Tests.Wire;

[Job("by-position")]
[MessagePackObject]
public sealed partial record ByPosition
{
    [Key(5)]
    public int Copies { get; set; } = 4;

    [Key(0)]
    public int Id { get; init; }

    [Key(3)]
    public required string Name { get; init; }

    [Key(1)]
    public KeyedLine? Line { get; init; }

    [IgnoreMember]
    public string Computed => Name + Id;
}

[Job("positional-by-position")]
[MessagePackObject]
public sealed partial record PositionalByPosition([property: Key(0)] int Id, [property: Key(1)] string Name);

[MessagePackObject]
public sealed class KeyedLine
{
    [Key(0)]
    public string Sku { get; set; } = "none";

    [Key(1)]
    public int? Quantity { get; set; }
}

[Job("by-key")]
[MessagePackObject]
public sealed partial record ByKey([property: Key("id")] int Id, [property: Key("na\"me")] string Name);

[Job("key-as-name")]
[MessagePackObject(keyAsPropertyName: true)]
public sealed partial record KeyAsName(int Id, string Name);

[Job("ignoring")]
public sealed partial record Ignoring(int Id, [property: IgnoreMember] int Ignored = 9)
{
    [IgnoreMember]
    public Stream? Stream { get; set; }

    [IgnoreDataMember]
    public string Cached { get; set; } = "fresh";

    [IgnoreMember]
    public int Field = 3;
}

[Job("shapes")]
public sealed partial record Shapes(IShape Shape, List<Animal?> Animals);

[Union(0, typeof(Circle))]
[Union(7, typeof(Square))]
[Union(300, typeof(Dot))]
public interface IShape;

public sealed record Circle(double Radius) : IShape;

public record Square(double Side) : IShape;

public record struct Dot(int X) : IShape;

/// <summary>Derives from a case without being one.</summary>
public sealed record Cube(double Side, double Depth) : Square(Side);

[Union(1, typeof(Dog))]
[Union(2, typeof(Puppy))]
public abstract class Animal
{
    public string? Name { get; set; }
}

public class Dog : Animal
{
    public Animal? Friend { get; set; }
}

public sealed class Puppy : Dog
{
    public int Weeks { get; set; }
}

[Job("picks-constructor")]
public sealed partial class PicksConstructor
{
    public PicksConstructor(int a) => A = a;

    [SerializationConstructor]
    public PicksConstructor(int a, int b)
    {
        A = a;
        B = b;
        Marked = true;
    }

    public int A { get; }

    public int B { get; }

    [IgnoreMember]
    public bool Marked { get; }
}
