using Jobs.Generators.Tests.Support;

namespace Jobs.Generators.Tests;

/// <summary>Sources that are unusual and valid: that what comes out compiles without a warning is asserted by the run itself.</summary>
public sealed class OddTests
{
    [Theory]
    [InlineData("""
        #nullable disable
        [Job("x")] public partial record X(string A, List<string> B) { public string C { get; set; } public string[] D; }
        """)]
    [InlineData("""[Job("x")] public partial record X(List<string?> A, Dictionary<string, string?[]?> B, (string?, List<string?>?)? C, string?[] D, KeyValuePair<string, string?> E);""")]
    [InlineData("""[Job("x")] public partial record X { public List<string?> A { get; init; } = []; public required Dictionary<string, List<string?>> B { get; init; } }""")]
    [InlineData("""[Job("x")] internal partial class X(int a) { public required int A { get; set; } = a; public int B { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X(int A) { public int A { get; } = A; public override string ToString() => ""; }""")]
    [InlineData("""[Job("x")] public partial record X(int A) { [Obsolete("gone", error: true)] public int Old { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X(int A) { static X() { } public static int B { get; set; } public const int C = 1; public int this[int i] => i; public event Action? D; public void E() => D?.Invoke(); }""")]
    [InlineData("""public partial interface IOuter { [Job("x")] public partial record X(int A); }""")]
    [InlineData("""public partial record struct Outer { internal partial class Inner { [Job("x")] protected internal partial record X(int A); } }""")]
    [InlineData("""namespace @namespace.@class { [Job("x")] public partial record @event(int @int, @struct? @out); public class @struct { public int @new { get; set; } } }""")]
    [InlineData("""namespace Jobs.Generated { [Job("x")] public partial record X(int A); }""")]
    [InlineData("""namespace Shop.System { [Job("x")] public partial record X(Guid A, MessagePack B); public record MessagePack(int A); }""")]
    [InlineData("""[Job("x")] public partial record Handlers(int A); [Job("y")] public partial record HandlersCodec(Handlers A);""")]
    [InlineData("""[Job("x")] public partial record Job(int A);""")]
    [InlineData("""[Job("x")] public partial record SendEMail(int A, Line B, LINE C); [Job("y")] public partial record SendEmail(int A); public record Line(int A); public record LINE(int A);""")]
    [InlineData("""[Job("x")] public partial record X([Sensitive] string A, [property: Sensitive] int? B, Y C) : Base(A); public record Base([Sensitive] string A); public record struct Y([Sensitive] Version V);""")]
    [InlineData("""[Job("x")] public partial record struct X([Sensitive] string A);""")]
    [InlineData("""[Job("x")] public sealed partial record X([Sensitive] string A) { public override string ToString() => "mine"; }""")]
    [InlineData("""[Job("x")] public partial record A_B(int A); public partial class A { [Job("y")] public partial record B(int A); }""")]
    [InlineData("""[Job<ValueTuple<int, string>>("x")] public partial record X(int A);""")]
    [InlineData("""[Job<List<X>>("x")] public partial record X(X? A, X[] B, Dictionary<string, X?> C);""")]
    [InlineData("""[Job<byte[]>("x")] public readonly partial struct X;""")]
    [InlineData("""[Job("x")] public partial record X([property: MessagePack.Key("\"\\\n\u0000é😀")] int A);""")]
    [InlineData("""[Job("x")] public partial record X(float A = float.NaN, double B = double.NegativeInfinity, decimal C = -1.5m, char D = '\'', string E = "\"\n", DayOfWeek F = (DayOfWeek)(-1), long? G = 5, byte H = 1, sbyte I = -1, ushort J = 2, short K = -2, uint L = 3, ulong M = ulong.MaxValue, Guid N = default, TimeSpan? O = null, bool P = true, float Q = 0.1f, int R = int.MinValue, long S = long.MinValue);""")]
    [InlineData("""[Job("x")] public partial record X(Box<Box<int>> A, Box<string>.Lid B); public record Box<T>(T A) { public record Lid(T A, List<T> B); }""")]
    [InlineData("""[Job("x")] public partial class X : Base<int>; public abstract class Base<T> { public T? A { get; set; } public required List<T> B { get; init; } }""")]
    [InlineData("""[Job("x")] public partial class X : Base { public override int A { get; set; } } public abstract class Base { public abstract int A { get; set; } public virtual int B { get; protected set; } }""")]
    [InlineData("""[Job("x")] public sealed partial record X(int A) : IComparable<X> { public int CompareTo(X? other) => 0; }""")]
    [InlineData("""[Job("x")] public partial record X { public int A { get; internal set; } internal int B { get; set; } public int C { private get; set; } public string Kind { get; } = "x"; public ref int D => ref field1; private int field1; }""")]
    [InlineData("""[Job("x")] public partial record email(string to); [Job("y")] public partial record Y(order A); public record order(int id);""")]
    [InlineData("""[Job("x")] public partial record X(Old A) { [Obsolete("gone", DiagnosticId = "SHOP1")] public int B { get; set; } } [Obsolete("gone", DiagnosticId = "SHOP2")] public record Old(int A);""")]
    [InlineData("""[Job("x"), System.Diagnostics.CodeAnalysis.Experimental("SHOP3")] public partial record X(int A);""")]
    [InlineData("""
        #pragma warning disable SHOP4
        [Job<Try>("x")] public partial record X(Try A, List<Try> B); [System.Diagnostics.CodeAnalysis.Experimental("SHOP4")] public record Try(int A);
        """)]
    [InlineData("""[Job("x"), System.Runtime.Versioning.RequiresPreviewFeatures] public partial record X(int A);""")]
    [InlineData("""[Job("x")] public partial class X { [Obsolete("no", true)] public X(int a) { } public X() { } public int A { get; set; } }""")]
    [InlineData("""[Job("x")] public partial class X { public int A { get; set; } public int B { get; [Obsolete("no", true)] set; } = 1; }""")]
    [InlineData("""[Job("x")] public partial record Ping(int A); public static class PingEnqueueExtensions { } public class GeneratedPingEnqueueExtensions { }""")]
    [InlineData("""[Job("x")] public partial class X { public DateTime A; public X([System.Runtime.InteropServices.Optional, System.Runtime.CompilerServices.DateTimeConstant(637134336000000000)] DateTime a) => A = a; }""")]
    [InlineData("""[Job("x")] public partial class X : B { private new int A { get; set; } public new string C { get; set; } = ""; } public class B { public int A { get; set; } public int C; }""")]
    [InlineData("""[Job("x")] public partial record X(SortedSet<(int, string?)> A, SortedDictionary<DayOfWeek, int> B, SortedList<Guid, SortedSet<int?>> C, System.Collections.Immutable.ImmutableSortedSet<Own> D); public record Own(int A) : IComparable<Own> { public int CompareTo(Own? other) => 0; }""")]
    public void What_is_generated_compiles(string source) => Assert.NotEmpty(GeneratorRun.Of("using Jobs;\n" + source).FileNames);

    [Fact]
    public void A_payload_implemented_by_hand_can_be_handled() =>
        Assert.Equal(["Jobs.Handlers.g.cs"], GeneratorRun.Of("""
            using Jobs;
            using MessagePack;

            public sealed class ByHand : IJob<ByHand>
            {
                public static JobDefinition Definition { get; } = new("by-hand");
                public static void Write(ref MessagePackWriter writer, ByHand value) => writer.WriteNil();
                public static ByHand Read(ref MessagePackReader reader) => new();
            }

            [JobHandler]
            public sealed class Handler : IJobHandler<ByHand>
            {
                public Task HandleAsync(ByHand job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
            }
            """).FileNames);

    [Fact]
    public void A_handler_may_be_in_many_parts_and_its_job_elsewhere() =>
        Assert.Equal(["Jobs.Handlers.g.cs", "X.Job.g.cs"], GeneratorRun.Of(
            "[Jobs.JobHandler] partial class H;",
            "using Jobs; partial class H : IJobHandler<X> { public Task HandleAsync(X job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask; }",
            "[Jobs.Job(\"x\")] public partial record X(int A);",
            "public partial record X { public static int B => 1; }").FileNames.Order(StringComparer.Ordinal));
}
