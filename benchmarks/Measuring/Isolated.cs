using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Jobs.Benchmarks.Measuring;

/// <summary>Runs a case in a process of its own: what another case has compiled, allocated or switched on for the whole process (a worker
/// gives connections threads of their own) is not measured with it.</summary>
internal static class Isolated
{
    /// <summary>Values that are not numbers are said, not refused.</summary>
    public static JsonSerializerOptions Json { get; } = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <exception cref="InvalidOperationException">The case failed; it has said why.</exception>
    public static Task<IReadOnlyList<Figure>> RunAsync(string name, string redis, bool quick) => RunAsync<Figure>(name, redis, quick);

    /// <summary>What the case or table of that name says of itself with <c>--json</c>.</summary>
    /// <exception cref="InvalidOperationException">It failed; it has said why.</exception>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(string name, string redis, bool quick, params (string Name, string Value)[] environment)
    {
        string[] arguments = [name, "--json", "--redis", redis, .. quick ? ["--quick"] : Array.Empty<string>()];
        var start = Self.With(arguments);
        start.RedirectStandardOutput = true;
        foreach (var (variable, value) in environment)
        {
            start.Environment[variable] = value;
        }

        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<T[]>(text, Json) is { } values ? values : throw new InvalidOperationException($"Case {name} failed.");
    }
}
