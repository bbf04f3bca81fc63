using Jobs.Generators.Tests.Support;

namespace Jobs.Generators.Tests;

/// <summary>For what is not valid nothing is generated, and the generator reports nothing and never throws: the analyzers say why.</summary>
public sealed class InvalidTests
{
    [Theory]
    [InlineData("""[Job("x")] public record X(int A);""")]
    [InlineData("""public class Outer { [Job("x")] public partial record X(int A); }""")]
    [InlineData("""public partial class Outer { [Job("x")] private partial record X(int A); }""")]
    [InlineData("""[Job("x")] public abstract partial record X(int A);""")]
    [InlineData("""[Job("x")] public static partial class X;""")]
    [InlineData("""[Job("x")] public ref partial struct X;""")]
    [InlineData("""[Job("x")] public partial record X<T>(T A);""")]
    [InlineData("""public partial class Outer<T> { [Job("x")] public partial record X(int A); }""")]
    [InlineData("""[Job("x")] file partial record X(int A);""")]
    [InlineData("""[Job("")] public partial record X(int A);""")]
    [InlineData("""[Job(null!)] public partial record X(int A);""")]
    [InlineData("""[Job] public partial record X(int A);""")]
    [InlineData("""[Job(5)] public partial record X(int A);""")]
    [InlineData("""[Job("a b")] public partial record X(int A);""")]
    [InlineData("""[Job("x", Queue = "a{b}")] public partial record X(int A);""")]
    [InlineData("""[Job("x", Queue = null!)] public partial record X(int A);""")]
    [InlineData("""[Job("x", MaxAttempts = 0)] public partial record X(int A);""")]
    [InlineData("""[Job("x", TimeoutSeconds = -1)] public partial record X(int A);""")]
    [InlineData("""[Job("x", RetentionSeconds = 40000000)] public partial record X(int A);""")]
    [InlineData("""[Job("x", Retry = "soon")] public partial record X(int A);""")]
    [InlineData("""[Job("x", Aliases = ["x"])] public partial record X(int A);""")]
    [InlineData("""[Job("x", Aliases = ["y", "y"])] public partial record X(int A);""")]
    [InlineData("""[Job("x", Aliases = [null!])] public partial record X(int A);""")]
    [InlineData("""[Job("x", Aliases = null!)] public partial record X(int A);""")]
    [InlineData("""[Job("x"), Job<int>("y")] public partial record X(int A);""")]
    [InlineData("""[Job("x")] public partial record X(int A); [Job("y")] public partial record X;""")]
    [InlineData("""[Job("x")] public partial record X(object A);""")]
    [InlineData("""[Job("x")] public partial record X(dynamic A);""")]
    [InlineData("""[Job("x")] public partial record X(Stream A);""")]
    [InlineData("""[Job("x")] public partial record X(CancellationToken A);""")]
    [InlineData("""[Job("x")] public partial record X(Action A);""")]
    [InlineData("""[Job("x")] public partial record X(nint A);""")]
    [InlineData("""[Job("x")] public partial record X(int[,] A);""")]
    [InlineData("""[Job("x")] public unsafe partial struct X { public int* A; }""")]
    [InlineData("""[Job("x")] public partial record X(IDisposable A);""")]
    [InlineData("""[Job("x")] public partial record X(List<Dictionary<string, Type>> A);""")]
    [InlineData("""[Job("x")] public partial record X(Unknown A);""")]
    [InlineData("""[Job("x")] public partial record X(List<Unknown> A);""")]
    [InlineData("""[Job("x")] public partial record X(Names A); public class Names : List<string>;""")]
    [InlineData("""[Job("x")] public partial record X(Failure A); public class Failure : Exception;""")]
    [InlineData("""[Job("x")] public partial record X(Closed A); public class Closed { private Closed() { } public int B { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X(Odd A); public class Odd(int other) { public int B { get; } = other; }""")]
    [InlineData("""[Job("x")] public partial record X(Opaque A); public readonly struct Opaque { private readonly int id; public Opaque(int value) => id = value; public int Twice => id * 2; }""")]
    [InlineData("""[Job("x")] public partial class X { private int a; public int A => a++; }""")]
    [InlineData("""[Job("x")] public partial class X { public Guid Id { get; } = Guid.NewGuid(); }""")]
    [InlineData("""[Job("x")] public partial record X(Node<int> A); public record Node<T>(T Value, Node<List<T>>? Next);""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key(0)] public int A { get; set; } public int B { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key(0)] public int A { get; set; } [MessagePack.Key(0)] public int B { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key(-1)] public int A { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key(100000)] public int A { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key("\ud800")] public int A { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key("a")] public int A { get; set; } [MessagePack.Key("a")] public int B { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key("B")] public int A { get; set; } public int B { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.Key(0)] public int A { get; set; } [MessagePack.Key(1)] internal int B { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X { [MessagePack.IgnoreMember] public required int A { get; set; } }""")]
    [InlineData("""[Job("x")] public partial record X(int A, [property: MessagePack.IgnoreMember] int B);""")]
    [InlineData("""[Job("x")] public partial record X(IShape A); [MessagePack.Union(0, typeof(string))] public interface IShape;""")]
    [InlineData("""[Job("x")] public partial record X(IShape A); [MessagePack.Union(0, "Circle")] public interface IShape; public class Circle : IShape;""")]
    [InlineData("""[Job("x")] public partial record X(IShape A); [MessagePack.Union(-1, typeof(Circle))] public interface IShape; public class Circle : IShape;""")]
    [InlineData("""[Job("x")] public partial record X(IShape A); [MessagePack.Union(0, typeof(Circle)), MessagePack.Union(0, typeof(Square))] public interface IShape; public class Circle : IShape; public class Square : IShape;""")]
    [InlineData("""[Job("x")] public partial record X(IShape A); [MessagePack.Union(0, typeof(List<>))] public interface IShape;""")]
    [InlineData("""[Job("x")] public partial record X(Shape A); [MessagePack.Union(0, typeof(Shape))] public abstract class Shape;""")]
    [InlineData("""[Job("x")] public partial record X(Shape A); public abstract class Shape { private class Circle : Shape; }""")]
    [InlineData("""[Job<object>("x")] public partial record X(int A);""")]
    [InlineData("""[Job<Unknown>("x")] public partial record X(int A);""")]
    [InlineData("""[Job("x")] public partial record X(int A) : Unknown(A);""")]
    [InlineData("""[Job("x")] public partial record (int A);""")]
    [InlineData("""[Job("x")] public enum X { A }""")]
    [InlineData("""[Job("x")] public partial interface X;""")]
    [InlineData("""[Job("x")] public partial record X(SortedSet<Own> A); public record Own(int A);""")]
    [InlineData("""[Job("x")] public partial record X(SortedDictionary<Uri, int> A);""")]
    [InlineData("""[Job("x")] public partial record X(SortedList<(int, int[]), int> A);""")]
    [InlineData("""[Job("x")] public partial record X(System.Collections.Immutable.ImmutableSortedDictionary<KeyValuePair<int, int>, int> A);""")]
    [InlineData("""[Job("x"), Obsolete("no", true)] public partial record X(int A);""")]
    [InlineData("""
        #pragma warning disable CS0619
        [Job("x")] public partial record X(Gone A); [Obsolete("no", true)] public record Gone(int A);
        """)]
    [InlineData("""[Job("x")] public partial class X : B { internal new int A { get; set; } } public class B { public int A { get; set; } }""")]
    [InlineData("""[Job("x")] public partial class X : B { public new void A() { } } public class B { public int A { get; set; } }""")]
    [InlineData("""[Job("x")] public partial class X : B { public new class A; } public class B { public int A { get; set; } }""")]
    [InlineData("""[Job("x", EnqueueName = "a b")] public partial record X(int A);""")]
    [InlineData("""[Job("x")] public partial record X(Hidden A); file record Hidden(int A);""")]
    public void Nothing_is_generated(string source) => Assert.Empty(GeneratorRun.OfInvalid("using Jobs;\n" + source).FileNames);

    [Fact]
    public void A_broken_job_leaves_the_others_whole() =>
        Assert.Equal(
            ["Good.Job.g.cs"],
            GeneratorRun.OfInvalid("""
                using Jobs;
                [Job("bad")] public partial record Bad(object A);
                [Job("good")] public partial record Good(int A);
                """).FileNames);

    [Fact]
    public void A_job_within_another_is_written_whether_or_not_it_is_valid_as_a_job() =>
        Assert.Equal(
            ["Inner.Codec.g.cs", "Outer.Job.g.cs"],
            GeneratorRun.OfInvalid("""
                using Jobs;
                [Job("a b")] public partial record Inner(int A);
                [Job("outer")] public partial record Outer(Inner Inner);
                """).FileNames.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""[JobHandler] public class H;""")]
    [InlineData("""[JobHandler] public abstract class H : IJobHandler<X> { BODY }""")]
    [InlineData("""[JobHandler] public class H<T> : IJobHandler<X> { BODY }""")]
    [InlineData("""[JobHandler] file class H : IJobHandler<X> { BODY }""")]
    [InlineData("""public class Outer { [JobHandler] private class H : IJobHandler<X> { BODY } }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { private H() { } BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { public H(int a) { } public H(string b) { } BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { [Obsolete("no", true)] public H() { } BODY }""")]
    [InlineData("""[JobHandler, Obsolete("no", true)] public class H : IJobHandler<X> { BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { public H(Unknown a) { } BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { public H(List<Unknown[]> a) { } BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { private class P; internal H(P a) { } BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { public H(ref int a) { } BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { public H(Span<int> a) { } BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<X> { public required int A { get; set; } BODY }""")]
    [InlineData("""[JobHandler, RetryOn<Exception>("soon")] public class H : IJobHandler<X> { BODY }""")]
    [InlineData("""[JobHandler, RetryOn<Exception>("1s", MaxAttempts = -1)] public class H : IJobHandler<X> { BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<Unknown> { BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<NoJob> { BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<Broken> { BODY }""")]
    [InlineData("""[JobHandler] public class H : IJobHandler<WithResult> { public Task HandleAsync(WithResult job, JobContext context, CancellationToken cancellationToken) => throw null!; }""")]
    public void No_handler_is_registered(string source) =>
        Assert.Equal(["WithResult.Job.g.cs", "X.Job.g.cs"], GeneratorRun.OfInvalid($$"""
            using Jobs;
            [Job("x")] public partial record X(int A);
            [Job<int>("with-result")] public partial record WithResult(int A);
            [Job("broken")] public record Broken(int A);
            public record NoJob(int A);
            {{source.Replace("BODY", "public Task HandleAsync(X job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;", StringComparison.Ordinal)}}
            """).FileNames.Order(StringComparer.Ordinal));

    [Fact]
    public void Without_the_library_nothing_happens() => Assert.Empty(GeneratorRun.Of("public class JobAttribute : System.Attribute; [Job] public class X;").FileNames);
}
