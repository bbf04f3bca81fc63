using System.CommandLine;
using System.Diagnostics;
using CsCheck;
using Jobs.Fuzz;

var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
var seed = new Option<int?>("--seed") { Description = "Decides every input. Without it, a new one is taken and printed." };
var replay = new Option<long?>("--replay") { Description = "One input alone, by its number." };

var command = new RootCommand("Reads broken payloads: each must be read, or refused with an error that names the job, at a bounded cost.") { seconds, seed, replay };
command.SetAction(parsed =>
{
    var chosen = parsed.GetValue(seed) ?? Random.Shared.Next(1, 1_000_000);
    var targets = Target.All();
    Console.WriteLine($"seed {chosen}, {targets.Length} targets");
    if (parsed.GetValue(replay) is { } one)
    {
        return Try(targets, chosen, one, out _, out _) is null ? 0 : 1;
    }

    var start = Stopwatch.GetTimestamp();
    long count = 0, read = 0;
    var (slowest, largest) = ((Cost: 0.0, Number: 0L), (Cost: 0.0, Number: 0L));
    var problems = 0;
    for (; problems < 10 && Stopwatch.GetElapsedTime(start).TotalSeconds < parsed.GetValue(seconds); count++)
    {
        problems += Try(targets, chosen, count, out var verdict, out var length) is null ? 0 : 1;
        read += verdict.IsRead ? 1 : 0;
        slowest = count < targets.Length || slowest.Cost > verdict.Milliseconds ? slowest : (verdict.Milliseconds, count); // each target's first is compiled
        largest = length < 10_000 || largest.Cost > (double)verdict.Allocated / length ? largest : ((double)verdict.Allocated / length, count);
    }

    Console.WriteLine($"{count:n0} inputs, {read:n0} of them read, {problems} problems");
    Console.WriteLine($"slowest {slowest.Cost:n1} ms (number {slowest.Number}); most memory for what is over 10 kB: {largest.Cost:n0} times its length (number {largest.Number})");
    return problems == 0 && read > 0 && read < count ? 0 : 1;
});
return command.Parse(args).Invoke();

static string? Try(Target[] targets, int seed, long number, out Verdict verdict, out int length)
{
    var target = targets[number % targets.Length];
    var values = new PCG((uint)seed, (ulong)number);
    var bytes = new Mutator(new Random(HashOf(seed, number))).Mutate(target.Valid(values), target.Valid(values));
    length = bytes.Length;
    verdict = Verdict.Of(target, bytes);
    if (verdict.Problem is not null)
    {
        Console.WriteLine($"{target.Name}, input {number} (--seed {seed} --replay {number}), {bytes.Length} bytes: {verdict.Problem}");
        Console.WriteLine(Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 200))));
    }

    return verdict.Problem;
}

static int HashOf(int seed, long number) => unchecked((int)((((ulong)seed << 32) + (ulong)number) * 0x9E3779B97F4A7C15UL >> 32)); // neighbours must differ
