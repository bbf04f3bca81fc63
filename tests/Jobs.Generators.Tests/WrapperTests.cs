using System.Reflection;
using System.Runtime.Loader;
using Jobs.Generators.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Tests;

/// <summary>Types around one value whose members another generator writes, as StronglyTypedId and Vogen do.</summary>
public sealed class WrapperTests
{
    private const string Attributes = """
        namespace StronglyTypedIds { internal sealed class StronglyTypedIdAttribute : System.Attribute; }
        namespace Vogen { internal sealed class ValueObjectAttribute<T> : System.Attribute; }
        """;

    private const string Members = """
        public partial struct OrderId { public OrderId(System.Guid value) => Value = value; public System.Guid Value { get; } }
        public partial class Name
        {
            private Name(string value) => Value = value;
            public string Value { get; }
            public static Name From(string value) => value.Length > 0 ? new(value) : throw new System.ArgumentException("A name has letters.");
        }
        """;

    private const string Job = """
        using System.Buffers;
        using MessagePack;

        [Jobs.Job("x")] public sealed partial record Payload(OrderId Id, OrderId? None, System.Collections.Generic.List<Name> Names);
        [StronglyTypedIds.StronglyTypedId] public partial struct OrderId;
        [Vogen.ValueObject<string>] public partial class Name;

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
    public void Their_values_are_stored_as_a_map_with_their_value()
    {
        const string Json = """{"Id":{"Value":"6f9619ff-8b86-d011-b42d-00cf4fc964ff"},"None":null,"Names":[{"Value":"a"},{"Value":"b"}]}""";

        Assert.Equal(Json, RoundTrip(Json));
    }

    [Fact]
    public void What_they_refuse_is_an_error_of_the_member_that_holds_them() =>
        Assert.StartsWith(
            "Job 'x': member 'Names",
            Assert.Throws<TargetInvocationException>(() => RoundTrip("""{"Id":{"Value":"6f9619ff-8b86-d011-b42d-00cf4fc964ff"},"None":null,"Names":[{"Value":""}]}""")).InnerException?.Message,
            StringComparison.Ordinal);

    private static string RoundTrip(string json)
    {
        var driver = CSharpGeneratorDriver.Create([new Other().AsSourceGenerator(), new JobGenerator().AsSourceGenerator()], parseOptions: Compilations.Parse);
        driver.RunGeneratorsAndUpdateCompilation(Compilations.Of("Shop", Job), out var output, out var diagnostics, TestContext.Current.CancellationToken);
        Assert.Empty(diagnostics);
        using var image = new MemoryStream();
        Assert.Empty(output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return (string)new AssemblyLoadContext("run", isCollectible: true).LoadFromStream(image).GetType("Codec")!.GetMethod("RoundTrip")!.Invoke(null, [json])!;
    }

    private sealed class Other : IIncrementalGenerator
    {
        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            context.RegisterPostInitializationOutput(static at => at.AddSource("Attributes.g.cs", Attributes));
            context.RegisterSourceOutput(context.CompilationProvider, static (at, _) => at.AddSource("Members.g.cs", Members));
        }
    }
}
