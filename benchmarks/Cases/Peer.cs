using System.Diagnostics;
using System.Globalization;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Cases;

/// <summary>Another library in a process of its own, which does what it is asked to by line and answers with jobs per second.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private readonly Process process;

    private Peer(Process process, string version)
    {
        this.process = process;
        Version = version;
    }

    public string Version { get; }

    /// <exception cref="InvalidOperationException">It could not be installed or started: the message says why.</exception>
    public static async Task<Peer> HangfireAsync(string redis)
    {
        var project = Path.Combine(Results.Folder, "Peers", "Hangfire");
        await RunAsync("dotnet", project, "build", "-c", "Release", "-v", "q");
        return await StartAsync("dotnet", project, Path.Combine("bin", "Release", "net10.0", "hangfire-peer.dll"), redis);
    }

    /// <inheritdoc cref="HangfireAsync"/>
    public static async Task<Peer> BullMqAsync(string redis)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Results.Folder, "..", "artifacts", "bullmq")).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Results.Folder, "Peers", "bullmq")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        }

        await RunAsync("npm", folder, "install", "--no-audit", "--no-fund", "--silent");
        return await StartAsync("node", folder, "peer.mjs", redis);
    }

    /// <param name="what">drain, one, many or bulk.</param>
    /// <param name="jobs">How many.</param>
    /// <returns>Jobs per second.</returns>
    public async Task<double> DoAsync(string what, int jobs)
    {
        await process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what} {jobs}"));
        var answer = await process.StandardOutput.ReadLineAsync();
        return double.TryParse(answer, CultureInfo.InvariantCulture, out var rate) ? rate : throw new InvalidOperationException($"{Version} answered '{answer}' to {what}.");
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<Peer> StartAsync(string program, string folder, params string[] arguments)
    {
        var process = Start(program, folder, arguments);
        var version = await process.StandardOutput.ReadLineAsync();
        return version is null ? throw new InvalidOperationException($"{program} {arguments[0]} ended before it was ready.") : new Peer(process, version);
    }

    private static async Task RunAsync(string program, string folder, params string[] arguments)
    {
        using var process = Start(program, folder, arguments);
        process.StandardInput.Close();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed: {said}");
        }
    }

    private static Process Start(string program, string folder, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program} cannot be started: {e.Message}", e);
        }
    }
}
