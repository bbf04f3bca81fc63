using System.Reflection;
using System.Runtime.Loader;
using Jobs.Generators.Tests.Support;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Tests;

/// <summary>Types of a referenced assembly, of which the generator sees metadata and no source.</summary>
public sealed class ReferencedTypesTests
{
    private const string Contracts = """
        using System.Diagnostics.CodeAnalysis;

        public record Address(string Street, string? Note, int Floor = 2)
        {
            public string City { get; init; } = "Berlin";
        }

        public record struct Money(decimal Amount, string Currency);

        public struct Plain
        {
            public int X;
            public int Y { get; set; }
        }

        public sealed class Made
        {
            public Made(int id) => Id = id;
            public int Id { get; }
            public required string Name { get; set; }
            public int Computed => Id + 1;
        }

        public sealed class Set
        {
            [SetsRequiredMembers]
            public Set(string name) => Name = name;
            public required string Name { get; set; }
        }
        """;

    private const string Job = """
        using System.Buffers;
        using MessagePack;

        [Jobs.Job("x")]
        public sealed partial record Payload(Address Address, Money Money, Plain Plain, Made Made, Set Set);

        public static class Codec
        {
            public static string RoundTrip(string json) => Through<Payload>(MessagePackSerializer.ConvertFromJson(json));

            private static string Through<T>(byte[] bytes) where T : Jobs.IJob<T>
            {
                var reader = new MessagePackReader(bytes);
                var buffer = new ArrayBufferWriter<byte>();
                var writer = new MessagePackWriter(buffer);
                T.Write(ref writer, T.Read(ref reader));
                writer.Flush();
                return MessagePackSerializer.ConvertToJson(buffer.WrittenMemory);
            }
        }
        """;

    [Fact]
    public void They_are_read_and_written_as_those_of_the_assembly_itself()
    {
        const string Json = """{"Address":{"Street":"s","Note":"n","Floor":3,"City":"c"},"Money":{"Amount":"1.50","Currency":"EUR"},"Plain":{"Y":2,"X":1},"Made":{"Id":4,"Name":"m"},"Set":{"Name":"t"}}""";

        Assert.Equal(Json, RoundTrip(Json));
    }

    [Fact]
    public void What_is_missing_takes_their_defaults() =>
        Assert.Equal(
            """{"Address":{"Street":"s","Note":null,"Floor":2,"City":"Berlin"},"Money":{"Amount":"1","Currency":"EUR"},"Plain":{"Y":0,"X":0},"Made":{"Id":4,"Name":"m"},"Set":{"Name":"t"}}""",
            RoundTrip("""{"Address":{"Street":"s"},"Money":{"Amount":"1","Currency":"EUR"},"Plain":{},"Made":{"Id":4,"Name":"m"},"Set":{"Name":"t"}}"""));

    [Theory]
    [InlineData("""{"Address":{}}""", "Address.Street")]
    [InlineData("""{"Money":{"Amount":"1"}}""", "Money.Currency")]
    [InlineData("""{"Made":{"Id":4}}""", "Made.Name")]
    [InlineData("""{"Set":{}}""", "Set.Name")]
    public void What_is_missing_and_has_none_is_an_error(string json, string member) =>
        Assert.StartsWith(
            $"Job 'x': member '{member}' is missing",
            Assert.Throws<TargetInvocationException>(() => RoundTrip(json)).InnerException?.Message);

    [Theory]
    [InlineData("public readonly struct Id { private readonly int id; public Id(int value) => id = value; }")]
    [InlineData("public sealed class Id { private readonly int id; public Id() => id = 1; public int Value => id; }")]
    public void One_whose_values_cannot_be_set_is_refused(string source)
    {
        var contracts = MetadataReference.CreateFromImage(Emit(Compilations.Of("Shop.Contracts", source)));

        Assert.Empty(GeneratorRun.OfInvalid(Compilations.Of("Shop", "[Jobs.Job(\"x\")] public sealed partial record Payload(Id Id);").AddReferences(contracts)).FileNames);
    }

    [Theory]
    [InlineData("[Jobs.Job(\"x\")] public sealed partial record Payload(ext::Address A);")]
    [InlineData("[Jobs.Job<ext::Address[]>(\"x\")] public sealed partial record Payload(int A);")]
    public void One_behind_an_extern_alias_alone_is_refused(string source) => Assert.Empty(GeneratorRun.OfInvalid(Aliased("ext", source)).FileNames);

    [Fact]
    public void One_behind_an_extern_alias_and_without_it_is_named_plainly() =>
        Assert.NotEmpty(GeneratorRun.Of(Aliased("ext,global", "[Jobs.Job(\"x\")] public sealed partial record Payload(ext::Address A);")).FileNames);

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Aliased(string aliases, string source) =>
        Compilations.Of("Shop", "extern alias ext;\n" + source).AddReferences(MetadataReference.CreateFromImage(
            Emit(Compilations.Of("Shop.Contracts", "public record Address(string Street);")), new MetadataReferenceProperties(aliases: [.. aliases.Split(',')])));

    private static string RoundTrip(string json)
    {
        var contracts = Emit(Compilations.Of("Shop.Contracts", Contracts));
        var run = GeneratorRun.Of(Compilations.Of("Shop", Job).AddReferences(MetadataReference.CreateFromImage(contracts)));
        var context = new AssemblyLoadContext("run", isCollectible: true);
        context.LoadFromStream(new MemoryStream(contracts));
        var program = context.LoadFromStream(new MemoryStream(Emit(run.Output)));
        return (string)program.GetType("Codec")!.GetMethod("RoundTrip")!.Invoke(null, [json])!;
    }

    private static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        return image.ToArray();
    }
}
