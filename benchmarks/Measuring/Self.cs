using System.Diagnostics;
using System.Reflection;

namespace Jobs.Benchmarks.Measuring;

/// <summary>This program, once more.</summary>
internal static class Self
{
    /// <summary>How to start it with other arguments, whether it was started by its own name or as <c>dotnet Jobs.Benchmarks.dll</c>.</summary>
    public static ProcessStartInfo With(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        var isHosted = string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.OrdinalIgnoreCase);
        return new(program, isHosted ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments);
    }
}
