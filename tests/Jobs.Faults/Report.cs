using System.Diagnostics;
using System.Globalization;

namespace Jobs.Faults;

/// <summary>What one scenario found: its figures, and every requirement that was not met.</summary>
/// <param name="scenario">Which.</param>
/// <param name="seed">Decides all that is random.</param>
/// <param name="keep">Keep journals and logs although all held.</param>
/// <param name="stopping">Ctrl-C.</param>
/// <param name="quiet">Say nothing: a failure is expected.</param>
internal sealed class Report(string scenario, int seed, bool keep, CancellationToken stopping, bool quiet = false)
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<Figure> figures = [];
    private readonly List<string> failures = [];
    private string? wait; // what did not happen in its time
    private readonly List<string> evidence = [];
    private readonly Lock gate = new();

    public string Scenario => scenario;

    /// <summary>The first thing that did not hold; a wait in vain only where there is nothing else. Null: all did.</summary>
    public string? Failure => failures.FirstOrDefault(failure => failure != wait) ?? failures.FirstOrDefault();

    /// <summary>Something did not hold, and not only did something not happen in its time, as on a slow machine.</summary>
    public bool BrokePromise => failures.Any(failure => failure != wait);

    public int Seed => seed;

    /// <summary>The scenario's own randomness: the same for the same seed, whatever ran before. For one thread.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Ctrl-C.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>Nothing has failed so far.</summary>
    public bool Passes => failures.Count == 0;

    /// <summary>Randomness of one actor among several, so that what one draws does not depend on when the others do.</summary>
    public Random RandomOf(string actor) => new(HashOf(actor, seed));

    /// <summary>The report of one round among several, with a seed and a verdict of its own.</summary>
    /// <param name="number">From 0.</param>
    public Report Round(int number) => new($"{scenario}-round", seed + number, keep, stopping, quiet);

    public void Figure(string name, string value)
    {
        lock (gate)
        {
            figures.Add(new(name, value));
        }

        if (!quiet)
        {
            Console.WriteLine($"  {name,-60} {value}");
        }
    }

    public void Figure(string name, long value) => Figure(name, value.ToString("N0", CultureInfo.InvariantCulture));

    public void Figure(string name, TimeSpan value) =>
        Figure(name, value < TimeSpan.FromSeconds(1)
            ? value.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture) + " ms"
            : value.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture) + " s");

    /// <summary>What goes on, for whoever watches a long one.</summary>
    public void Say(string text)
    {
        if (!quiet)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  [{clock.Elapsed.TotalSeconds,4:N0} s] {text}"));
        }
    }

    /// <summary>Plays something of which an exception is a failure too.</summary>
    public async Task OfAsync(Func<Task> play)
    {
        try
        {
            await play();
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            wait = e is TimeoutException ? e.Message : null;
            Require(false, wait ?? e.ToString());
        }

        // Only now is it known whether it failed: an exception is on its way while the stage is cleared.
        foreach (var folder in evidence)
        {
            if (!quiet && (keep || !Passes))
            {
                Say($"journals and logs are kept in {folder}");
            }
            else
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>A folder of journals and logs. It is kept if something has failed by the end of the scenario, or if it is asked for.</summary>
    public void Hold(string folder) => evidence.Add(folder);

    /// <summary>Something that must hold.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="otherwise">What is wrong where it does not.</param>
    public void Require(bool holds, string otherwise)
    {
        if (holds)
        {
            return;
        }

        lock (gate)
        {
            failures.Add(otherwise);
        }
    }

    /// <summary>Requires that there is no such thing; else shows the first few.</summary>
    public void None<T>(string what, IEnumerable<T> things)
    {
        var found = things.ToList();
        Require(found.Count == 0, $"{found.Count:N0} {what}:\n    {string.Join("\n    ", found.Take(5))}");
    }

    /// <summary>Says how it went and writes the verdict file.</summary>
    /// <returns>True: all held.</returns>
    public bool Conclude()
    {
        var time = string.Create(CultureInfo.InvariantCulture, $"{scenario} (seed {seed}, {clock.Elapsed.TotalSeconds:N0} s)");
        Console.WriteLine(Passes ? $"PASS {time}" : $"FAIL {time}\n  " + string.Join("\n  ", failures));
        new Verdict(scenario, seed, Passes, Math.Round(clock.Elapsed.TotalSeconds), Environment.ProcessorCount, DateTimeOffset.Now, figures, failures).Write();
        return Passes;
    }

    private static int HashOf(string text, int seed) => text.Aggregate(seed, static (hash, c) => unchecked((hash * 31) + c));
}
