using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Jobs.Generators.Scale;

/// <summary>Measures as a build server sees it: a project on disk, <c>dotnet build</c>, no compiler server.</summary>
internal sealed partial class ByBuild(int jobs, int runs)
{
    public void Run()
    {
        var folder = Directory.CreateTempSubdirectory("jobs-scale-").FullName;
        try
        {
            foreach (var (path, text) in Application.Sources(jobs))
            {
                File.WriteAllText(Path.Combine(folder, path), text);
            }

            File.WriteAllText(Path.Combine(folder, "Shop.csproj"), Project());
            Dotnet(folder, "restore");
            (string Name, string With)[] ways = [("without", ""), ("with the generator", "generator"), ("with the analyzers too", "all")];
            var times = ways.ToDictionary(static w => w.Name, static _ => new List<double>());
            for (var run = 0; run < runs; run++)
            {
                foreach (var (name, with) in ways) // in turns: what else the machine does falls on all of them
                {
                    times[name].Add(CscMilliseconds(Dotnet(folder, $"build --no-restore --no-incremental -p:With={with} -p:UseSharedCompilation=false -v:q -clp:PerformanceSummary")));
                }
            }

            Console.WriteLine("dotnet build, the compiler's part");
            foreach (var (name, measured) in times)
            {
                Console.WriteLine($"{name,-32} {Cost.Median(measured),9:n0} ms  ({measured.Min():n0} … {measured.Max():n0})");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Project() => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <RunAnalyzers>true</RunAnalyzers>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{typeof(IJobClient).Assembly.Location}" />
            <Reference Include="{typeof(MessagePack.MessagePackReader).Assembly.Location}" />
            <Reference Include="{Path.Combine(AppContext.BaseDirectory, "MessagePack.Annotations.dll")}" />
            <Reference Include="{Path.Combine(AppContext.BaseDirectory, "Microsoft.Extensions.DependencyInjection.Abstractions.dll")}" />
          </ItemGroup>
          <ItemGroup Condition="'$(With)' != ''">
            <Analyzer Include="{typeof(JobGenerator).Assembly.Location}" />
            <Analyzer Include="{Path.Combine(AppContext.BaseDirectory, "Jobs.Analyzers.dll")}" Condition="'$(With)' == 'all'" />
          </ItemGroup>
        </Project>
        """;

    private static string Dotnet(string folder, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"dotnet {arguments} failed:\n{output}");
    }

    private static double CscMilliseconds(string output) =>
        CscLine().Match(output) is { Success: true } line ? double.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"no time of the compiler in:\n{output}");

    [GeneratedRegex(@"(\d+) ms\s+Csc\s")]
    private static partial Regex CscLine();
}
