using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Jobs.TestServers;

/// <summary>A <c>redis-server</c> of its own, on a free loopback port: for tests that stop, kill or pause it.</summary>
public sealed partial class RedisProcess : IAsyncDisposable
{
    private const string Missing = "redis-server is not on the path.";
    private readonly string folder;
    private readonly bool appendOnly;
    private readonly string[] settings;
    private readonly IReadOnlyDictionary<string, string>? environment;
    private Process? process;

    private RedisProcess(int port, bool appendOnly, IReadOnlyDictionary<string, string>? environment, string[] settings)
    {
        Port = port;
        this.appendOnly = appendOnly;
        this.environment = environment;
        this.settings = settings;
        folder = Directory.CreateTempSubdirectory("jobs-test-redis-").FullName;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>The program; null: not on the path.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(path => Path.Combine(path, OperatingSystem.IsWindows() ? "redis-server.exe" : "redis-server"))
        .FirstOrDefault(File.Exists);

    public int Port { get; }

    /// <summary>Where it keeps its append-only file, in a folder <c>appendonlydir</c>.</summary>
    public string Folder => folder;

    /// <summary>host:port</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    /// <summary>Starts a server and returns when it answers. Tests are skipped where the program is not on the path.</summary>
    /// <param name="appendOnly">True: its data survives <see cref="KillAsync"/>, up to the last write.</param>
    /// <param name="settings">More arguments, as <c>"--maxmemory", "32mb"</c>.</param>
    public static Task<RedisProcess> StartAsync(bool appendOnly = true, params string[] settings) => StartAsync(appendOnly, environment: null, settings);

    /// <inheritdoc cref="StartAsync(bool, string[])"/>
    /// <param name="appendOnly">True: its data survives <see cref="KillAsync"/>, up to the last write.</param>
    /// <param name="environment">Variables of its process; null: none of its own.</param>
    /// <param name="settings">More arguments, as <c>"--maxmemory", "32mb"</c>.</param>
    public static async Task<RedisProcess> StartAsync(bool appendOnly, IReadOnlyDictionary<string, string>? environment, params string[] settings)
    {
        if (Program is null)
            OnMissing();
        for (var attempt = 1; ; attempt++)
        {
            var server = new RedisProcess(FreePort(), appendOnly, environment, settings);
            try
            {
                await server.LaunchAsync();
                return server;
            }
            catch when (attempt < 5) // somebody else took the port in between
            {
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts it again on the same port, with what its append-only file holds.</summary>
    public Task RestartAsync() => LaunchAsync();

    /// <summary>Stops it as an operator would: it writes what it has and ends.</summary>
    public async Task StopAsync()
    {
        Signals.Terminate(Running);
        await Running.WaitForExitAsync();
        Forget();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await Running.WaitForExitAsync();
        Forget();
    }

    /// <summary>SIGSTOP: connections stay open and nothing is answered, until <see cref="Resume"/>.</summary>
    public void Pause() => Signals.Stop(Running);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signals.Continue(Running);

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (process is not null)
            await KillAsync();
        Directory.Delete(folder, recursive: true);
    }

    private Process Running => process ?? throw new InvalidOperationException("This Redis is not running.");

    private async Task LaunchAsync()
    {
        if (process is not null)
            throw new InvalidOperationException("This Redis is running.");
        var start = new ProcessStartInfo(Program ?? throw new InvalidOperationException(Missing)) { RedirectStandardOutput = true };
        string[] arguments =
        [
            "--bind", "127.0.0.1", "--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", folder, "--daemonize", "no", "--save", "",
            "--appendonly", appendOnly ? "yes" : "no", "--appendfsync", "always", "--maxmemory-policy", "noeviction", .. settings,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        process = Process.Start(start)!;

        var said = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.Contains("Ready to accept connections", StringComparison.Ordinal))
            {
                _ = DrainAsync(process.StandardOutput);
                return;
            }
        }
        await process.WaitForExitAsync();
        Forget();
        throw new InvalidOperationException("redis-server ended before it was ready:\n" + string.Join('\n', said));
    }

    /// <summary>Reads on, so that its log never fills the pipe.</summary>
    private static async Task DrainAsync(StreamReader output)
    {
        try
        {
            while (await output.ReadLineAsync() is not null) { }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException) { } // it has ended
    }

    /// <summary>Programs that are not tests leave it out, and fail.</summary>
    static partial void OnMissing();

    private void Forget()
    {
        process?.Dispose();
        process = null;
    }

    private void OnProcessExit(object? sender, EventArgs e) => process?.Kill();

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
