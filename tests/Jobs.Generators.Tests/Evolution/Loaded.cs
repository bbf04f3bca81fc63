using System.Reflection;
using System.Runtime.Loader;
using Jobs.Generators.Tests.Support;
using MessagePack;

namespace Jobs.Generators.Tests.Evolution;

/// <summary>A generated assembly, loaded, whose payload <c>Payload</c> is read from JSON of any version.</summary>
internal sealed class Loaded
{
    private const string Program = """
        public static class Program
        {
            public static object Read(byte[] bytes, int version) => Of<Payload>(bytes, version);

            public static string Manifest() => Of<Payload>();

            private static object Of<T>(byte[] bytes, int version) where T : Jobs.IJob<T>
            {
                var reader = new MessagePack.MessagePackReader(bytes);
                return T.ReadVersion(ref reader, version);
            }

            private static string Of<T>() where T : Jobs.IJob<T> => T.Definition.Manifest;
        }
        """;

    private readonly Type program;

    private Loaded(Type program) => this.program = program;

    public string Manifest => (string)program.GetMethod("Manifest")!.Invoke(null, null)!;

    public static Loaded Of(string source, string? contracts = null)
    {
        var run = GeneratorRun.Of(Compilations.Of("Shop", "using Jobs;\n" + source, Program), contracts);
        using var image = new MemoryStream();
        Assert.True(run.Output.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        return new Loaded(new AssemblyLoadContext("run", isCollectible: true).LoadFromStream(image).GetType("Program")!);
    }

    /// <summary>What the payload prints.</summary>
    public string Read(string json, int version)
    {
        try
        {
            return program.GetMethod("Read")!.Invoke(null, [MessagePackSerializer.ConvertFromJson(json), version])!.ToString()!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw;
        }
    }
}
