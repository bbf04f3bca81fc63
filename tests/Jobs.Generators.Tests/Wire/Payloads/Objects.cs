namespace Jobs.Generators.Tests.Wire;

[Job("positional")]
public sealed partial record Positional(long Id, string To, string? Note, string Greeting = "Hi", int Copies = 2, DayOfWeek Day = DayOfWeek.Friday, decimal Price = 1.5m, double Rate = double.NaN, char Mark = '\'');

[Job("initialized")]
public sealed partial record Initialized
{
    public required string To { get; init; }
    public required string? Cc { get; init; }
    public string Greeting { get; init; } = "Hi";
    public int Copies { get; set; } = 2;
    public string? Note { get; init; }
    public List<string?> Tags { get; init; } = ["new"];
    public long Field = 7;
}

public abstract class Mail
{
    public required string To { get; set; }
    public virtual string Subject { get; set; } = "none";
    public string Hidden { get; set; } = "base";
    public int BaseField;
}

[Job("derived")]
public sealed partial class DerivedMail : Mail
{
    public override string Subject { get; set; } = "derived";
    public new int Hidden { get; set; } = 5;
    public int Size { get; set; }
}

public record BaseRecord(int A);

[Job("derived-record")]
public sealed partial record DerivedRecord(int A, int B) : BaseRecord(A);

[Job("struct")]
public partial struct StructPayload
{
    public int X;
    public string? Name { get; set; }
}

[Job("record-struct")]
public readonly partial record struct RecordStructPayload(int X, Point At);

[Job("class")]
public partial class ClassPayload(int id, string name)
{
    public int Id { get; } = id;
    public string NAME { get; } = name;
    public string Shout => NAME + "!";
    public int Later { get; set; }
}

public sealed class Temperature
{
    public Temperature(double degrees) => Degrees = degrees;

    public Temperature(double degrees, string unit)
    {
        Degrees = degrees;
        Unit = unit;
    }

    public readonly double Degrees;
    public string Unit { get; } = "C";
}

public sealed record Page<T>(T First, IReadOnlyList<T> Items, T? Last) where T : notnull;

[Job("nested-types")]
public sealed partial record NestedTypes(Temperature Temperature, Page<int> Ints, Page<string> Strings, Page<Line> Lines, Outer.Inner Inner, Line? None);

public static class Outer
{
    public sealed record Inner(int Value);
}

[Job("tree")]
public sealed partial record Tree(string Name, Tree? Left, List<Tree>? Children);

[Job("empty")]
public sealed partial record Empty;

[Job("odd-names")]
public sealed partial record OddNames(int @class, string Größe, int reader, int value, int Value, int key, int member, int seen, int count, int i);

public partial class Orders
{
    public partial record struct Region
    {
        [Job("ship-order")]
        public sealed partial record Ship(int Id);
    }
}

[Job("ship-parcel")]
public sealed partial record Ship(int Id);

[Job<Dictionary<string, Point>>("with-result")]
public sealed partial record WithResult(int Id);

[Job<int?>("with-number")]
public sealed partial record WithNumber(int Id);

[Job<string>("with-text")]
public sealed partial record WithText(int Id);

[Job("half-obsolete")]
public sealed partial record HalfObsolete(int Id)
{
    [Obsolete("use Id")]
    public int OldId { get; init; }
}

[Job("many-members")]
public sealed partial record ManyMembers
{
    public int M00 { get; set; } = 1; public int M01 { get; set; } = 1; public int M02 { get; set; } = 1; public int M03 { get; set; } = 1; public int M04 { get; set; } = 1;
    public int M05 { get; set; } = 1; public int M06 { get; set; } = 1; public int M07 { get; set; } = 1; public int M08 { get; set; } = 1; public int M09 { get; set; } = 1;
    public int M10 { get; set; } = 1; public int M11 { get; set; } = 1; public int M12 { get; set; } = 1; public int M13 { get; set; } = 1; public int M14 { get; set; } = 1;
    public int M15 { get; set; } = 1; public int M16 { get; set; } = 1; public int M17 { get; set; } = 1; public int M18 { get; set; } = 1; public int M19 { get; set; } = 1;
    public int M20 { get; set; } = 1; public int M21 { get; set; } = 1; public int M22 { get; set; } = 1; public int M23 { get; set; } = 1; public int M24 { get; set; } = 1;
    public int M25 { get; set; } = 1; public int M26 { get; set; } = 1; public int M27 { get; set; } = 1; public int M28 { get; set; } = 1; public int M29 { get; set; } = 1;
    public int M30 { get; set; } = 1; public int M31 { get; set; } = 1; public int M32 { get; set; } = 1; public int M33 { get; set; } = 1; public int M34 { get; set; } = 1;
    public int M35 { get; set; } = 1; public int M36 { get; set; } = 1; public int M37 { get; set; } = 1; public int M38 { get; set; } = 1; public int M39 { get; set; } = 1;
    public int M40 { get; set; } = 1; public int M41 { get; set; } = 1; public int M42 { get; set; } = 1; public int M43 { get; set; } = 1; public int M44 { get; set; } = 1;
    public int M45 { get; set; } = 1; public int M46 { get; set; } = 1; public int M47 { get; set; } = 1; public int M48 { get; set; } = 1; public int M49 { get; set; } = 1;
    public int M50 { get; set; } = 1; public int M51 { get; set; } = 1; public int M52 { get; set; } = 1; public int M53 { get; set; } = 1; public int M54 { get; set; } = 1;
    public int M55 { get; set; } = 1; public int M56 { get; set; } = 1; public int M57 { get; set; } = 1; public int M58 { get; set; } = 1; public int M59 { get; set; } = 1;
    public int M60 { get; set; } = 1; public int M61 { get; set; } = 1; public int M62 { get; set; } = 1; public int M63 { get; set; } = 1; public int M64 { get; set; } = 1;
    public required int M65 { get; set; }
}
