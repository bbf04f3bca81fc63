using System.Diagnostics;
using System.Globalization;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary>What this process and the server do between two moments, as the server counts it.</summary>
internal sealed class ServerMeter
{
    /// <summary>Not called by scripts: what connects, watches and sets up.</summary>
    private static readonly string[] Surroundings = ["info", "config", "client", "ping", "hello", "auth", "select", "subscribe", "unsubscribe", "script", "cluster", "flushall", "echo", "command", "sentinel"];

    private static readonly string[] Scripts = ["evalsha", "eval"];
    private readonly Setup setup;
    private readonly Dictionary<string, double> overhead;
    private readonly Dictionary<string, double> before;
    private readonly TimeSpan process;
    private readonly long began;

    private ServerMeter(Setup setup, Dictionary<string, double> overhead, Dictionary<string, double> before)
    {
        this.setup = setup;
        this.overhead = overhead;
        this.before = before;
        process = Process.GetCurrentProcess().TotalProcessorTime;
        began = Stopwatch.GetTimestamp();
    }

    public static async Task<ServerMeter> BeginAsync(Setup setup)
    {
        await AskAsync(setup);
        var first = await AskAsync(setup);
        var second = await AskAsync(setup);
        return new ServerMeter(setup, Difference(second, first), second);
    }

    public async Task<ServerUse> EndAsync()
    {
        var time = Stopwatch.GetElapsedTime(began);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime - process;
        var used = Difference(Difference(await AskAsync(setup), before), overhead); // less what asking itself is
        double Sum(string what, Func<string, bool> which) => used.Where(figure => figure.Key.StartsWith(what, StringComparison.Ordinal) && which(figure.Key[what.Length..])).Sum(static figure => figure.Value);
        return new ServerUse(time, cpu)
        {
            ServerMicroseconds = 1e6 * (used["used_cpu_user"] + used["used_cpu_sys"]),
            RoundTrips = Sum("calls:", static name => Scripts.Contains(name)),
            Commands = Sum("calls:", IsOfScripts),
            Received = used["total_net_input_bytes"],
            Sent = used["total_net_output_bytes"],
            ScriptMicroseconds = Sum("usec:", static name => Scripts.Contains(name)),
            ByCommand = used.Where(static figure => figure.Key.StartsWith("usec:", StringComparison.Ordinal) && IsOfScripts(figure.Key[5..]) && figure.Value > 0)
                .ToDictionary(static figure => figure.Key[5..], figure => (used["calls:" + figure.Key[5..]], figure.Value)),
        };
    }

    private static bool IsOfScripts(string command) => !Scripts.Contains(command) && !Surroundings.Contains(command.Split('|')[0]);

    private static async Task<Dictionary<string, double>> AskAsync(Setup setup)
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in ((string)(await setup.Database.ExecuteAsync("INFO", "cpu", "stats", "commandstats"))!).Split("\r\n"))
        {
            var parts = line.Split(':', 2);
            if (parts.Length == 2 && parts[0].StartsWith("cmdstat_", StringComparison.Ordinal))
            {
                foreach (var field in parts[1].Split(',').Select(static field => field.Split('=')))
                {
                    figures[$"{field[0]}:{parts[0]["cmdstat_".Length..]}"] = double.Parse(field[1], CultureInfo.InvariantCulture);
                }
            }
            else if (parts.Length == 2 && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var value))
            {
                figures[parts[0]] = value;
            }
        }

        return figures;
    }

    private static Dictionary<string, double> Difference(Dictionary<string, double> after, Dictionary<string, double> before) =>
        after.ToDictionary(static figure => figure.Key, figure => figure.Value - before.GetValueOrDefault(figure.Key));
}

/// <summary>Between two moments.</summary>
internal sealed record ServerUse(TimeSpan Time, TimeSpan Process)
{
    public double ServerMicroseconds { get; init; }

    /// <summary>Calls of scripts: each is one round trip.</summary>
    public double RoundTrips { get; init; }

    /// <summary>Within scripts.</summary>
    public double Commands { get; init; }

    /// <summary>Bytes, by the server.</summary>
    public double Received { get; init; }

    /// <inheritdoc cref="Received"/>
    public double Sent { get; init; }

    /// <summary>Within scripts, their commands included.</summary>
    public double ScriptMicroseconds { get; init; }

    /// <summary>Of each command within scripts: how often, and how long altogether.</summary>
    public Dictionary<string, (double Calls, double Microseconds)> ByCommand { get; init; } = [];
}
