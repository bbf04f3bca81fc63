using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Jobs.Faults.Native;

/// <summary>Finds what an assembly's code calls of reflection: anything that looks at types, members or attributes while it runs, makes
/// objects or generic types out of <c>Type</c>s, compiles, or asks a library to do so.</summary>
internal static class ReflectionCalls
{
    private static readonly string[] Namespaces = ["System.Reflection", "System.Linq.Expressions", "System.Runtime.Loader", "System.Dynamic", "Microsoft.CSharp", "MessagePack.Resolvers"];

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "System.Activator", "System.AppDomain", "System.Type", "System.Attribute", "System.ComponentModel.TypeDescriptor", "System.ComponentModel.DataAnnotations.Validator",
        "MessagePack.MessagePackSerializer", "Microsoft.Extensions.DependencyInjection.ActivatorUtilities", "Microsoft.Extensions.Configuration.ConfigurationBinder",
        "System.Text.Json.JsonSerializer", "StackExchange.Redis.LuaScript",
    };

    private static readonly HashSet<string> Members = new(StringComparer.Ordinal)
    {
        "System.Delegate.CreateDelegate", "System.Delegate.DynamicInvoke", "System.Delegate.get_Method", "System.Enum.GetValues", "System.Enum.Parse", "System.Enum.ToObject",
        "System.Array.CreateInstance", "System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject", "System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor",
    };

    /// <summary>typeof(…) and comparing two of them are constants to the compiler, no look at what a type holds; the last is what declaring an attribute compiles to.</summary>
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "System.Type.GetTypeFromHandle", "System.Type.op_Equality", "System.Type.op_Inequality", "System.Attribute..ctor",
    };

    /// <returns>Each as <c>caller -> callee</c>, once.</returns>
    public static IEnumerable<string> In(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var metadata = file.GetMetadataReader();
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue; // abstract, or native
            }

            var caller = $"{Names.Of(metadata, method.GetDeclaringType())}.{metadata.GetString(method.Name)}";
            foreach (var token in IlReader.Members(file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? []))
            {
                if (Names.OfMember(metadata, token) is { } callee && IsReflection(callee))
                {
                    found.Add($"{caller} -> {callee.Type}.{callee.Member}");
                }
            }
        }

        return found;
    }

    private static bool IsReflection((string Type, string Member) callee)
    {
        var name = $"{callee.Type}.{callee.Member}";
        return !Harmless.Contains(name)
            && (Types.Contains(callee.Type) || Members.Contains(name) || Array.Exists(Namespaces, space => callee.Type.StartsWith(space + ".", StringComparison.Ordinal)));
    }
}
