using Jobs.Generators.Contracts;
using Jobs.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests.Evolution;

/// <summary>Which edits of a payload, and of what it reaches, stored jobs survive.</summary>
public class ContractComparerTests
{
    [Theory]
    [InlineData("X(int A)", "X(long A)")]
    [InlineData("X(byte A)", "X(short? A)")]
    [InlineData("X(uint A)", "X(long A)")]
    [InlineData("X(float A)", "X(double A)")]
    [InlineData("X(Guid A)", "X(string A)")]
    [InlineData("X(TimeSpan A)", "X(long A)")]
    [InlineData("X(string A)", "X(string? A)")]
    [InlineData("X(List<int> A)", "X(int[] A)")]
    [InlineData("X(Dictionary<string, int> A)", "X(IReadOnlyDictionary<string, long> A)")]
    [InlineData("X(E A); public enum E { R, G }", "X(E A); public enum E { G = 1, R = 0, B = 2 }")]
    [InlineData("X(E A); public enum E { R, G }", "X(E A); public enum E { Red, Green }")]
    [InlineData("X(E A); public enum E { R, G }", "X(int A)")]
    [InlineData("X(Y A); public record Y(int B)", "X(Z A); public record Z(int B, string? C = null)")]
    [InlineData("X(Y A); public record Y([property: Key(0)] int B)", "X(Y A); public record Y([property: Key(0)] int Renamed)")]
    [InlineData("X(I A); [Union(0, typeof(P))] public interface I; public record P(int N) : I", "X(I A); [Union(0, typeof(Q)), Union(1, typeof(P))] public interface I; public record P(string S) : I; public record Q(long N) : I")]
    [InlineData("X(Node A); public record Node(int V, Node? Next)", "X(Link A); public record Link(int V, Link? Next)")]
    public void They_are_read(string before, string after) => Assert.Empty(ContractComparer.Compare(Of(before), Of(after)));

    [Theory]
    [InlineData("X(long A)", "X(int A)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(ulong A)", "X(long A)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(string A)", "X(Guid A)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(string? A = null)", "X(string A = \"\")", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(int? A)", "X(int A)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(int A = 1)", "X(int A)", nameof(ChangeKind.Required), "A")]
    [InlineData("X(List<int?> A)", "X(List<int> A)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(int A)", "X(int[] A)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X((int, string) A)", "X((string, int) A)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(E A); public enum E { R, G }", "X(E A); public enum E { G, R }", nameof(ChangeKind.Meaning), "A")]
    [InlineData("X(E A); public enum E { R, G }", "X(E A); public enum E { R }", nameof(ChangeKind.Meaning), "A")]
    [InlineData("X(E A); public enum E { R }", "X(E A); public enum E : byte { R }", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(List<Y> A); public record Y(int B, int C)", "X(List<Y> A); public record Y(int B)", nameof(ChangeKind.Removed), "A.C")]
    [InlineData("X(Y A); public record Y(int B)", "X(Y A); public record Y(int B, Guid C)", nameof(ChangeKind.Required), "A.C")]
    [InlineData("X(Y A); public record Y(int B)", "X(Y A); public record Y([property: Key(0)] int B)", nameof(ChangeKind.Retyped), "A")]
    [InlineData("X(Y A); public record Y([property: Key(0)] int B, [property: Key(1)] int C)", "X(Y A); public record Y([property: Key(1)] int B, [property: Key(0)] int C)", nameof(ChangeKind.Retyped), "A.B")]
    [InlineData("X(I A); [Union(0, typeof(P))] public interface I; public record P(int N) : I", "X(I A); [Union(1, typeof(P))] public interface I; public record P(int N) : I", nameof(ChangeKind.Meaning), "A")]
    [InlineData("X(Node A); public record Node(int V, Node? Next)", "X(Node A); public record Node(string V, Node? Next)", nameof(ChangeKind.Retyped), "A.V")]
    public void They_are_not_or_not_whole(string before, string after, string kind, string path)
    {
        var change = ContractComparer.Compare(Of(before), Of(after))[0];

        Assert.Equal((kind, path), (change.Kind.ToString(), change.Path));
    }

    [Theory]
    [InlineData("X(int A)")]
    [InlineData("X([property: Key(\"my key: \\\"=é\")] string? A, Dictionary<Guid, (int, List<byte[]>?)> B)")]
    [InlineData("X(I A, [Sensitive] E? B, Box<Box<int, int>, string> C) { public required Half D { get; init; } }; [Union(0, typeof(P))] public interface I; public record P([property: Key(3)] int N) : I; public enum E : long { R = -1, G } public record Box<T, U>(T A, U B)")]
    public void What_is_written_is_read(string source)
    {
        var job = Of(source.Replace("};", "}", StringComparison.Ordinal));

        Assert.Equal([job], ContractReader.Read(ContractText.With("", [job])).Jobs);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x v0 job X map")]
    [InlineData("x v1 job X list")]
    [InlineData("x v1 job X map result")]
    [InlineData("x v1 job X map\nx v1 member X A")]
    [InlineData("x v1 job X map\nx v1 member X A list<> required")]
    [InlineData("x v1 job X map\nx v1 member X A int required\nx v1 member X A string required")]
    [InlineData("x v1 job X map\nx v1 member X A Y required")]
    [InlineData("x v1 job X map\nx v1 type E enum:int\nx v1 value E R")]
    [InlineData("x v1 job X map\nx v1 type I union\nx v1 case I zero=X")]
    [InlineData("x v1 member X A int required")]
    [InlineData("=======")]
    public void What_makes_no_sense_is_told(string text) => Assert.NotEqual(0, ContractReader.Read(text).Problems.Count);

    private static ContractJob Of(string record)
    {
        var source = record.TrimEnd().EndsWith('}') ? record : record + ";";
        var compilation = Sources.Compile("[Job(\"x\")] public partial record " + source);
        var type = compilation.GetTypeByMetadataName("X")!;
        var found = new List<Diagnostic>();
        var job = JobParser.Parse(type, KnownTypes.TryOf(compilation)!, found.Add, TestContext.Current.CancellationToken);
        Assert.Empty(found);
        return ContractBuilder.Build(job!);
    }
}
