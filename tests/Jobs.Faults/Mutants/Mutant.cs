namespace Jobs.Faults.Mutants;

/// <summary>The library with one guarantee taken out: what a scenario must not let pass.</summary>
/// <param name="Name">What is missing.</param>
/// <param name="Scenario">The scenario that must fail with it.</param>
/// <param name="Edits">What is changed in the sources.</param>
internal sealed record Mutant(string Name, string Scenario, IReadOnlyList<Edit> Edits)
{
    private const string Turn = "src/Jobs.Runtime/Redis/Scripts/turn.lua";
    private const string Enqueue = "src/Jobs.Runtime/Redis/Scripts/enqueue.lua";
    private const string Recover = "src/Jobs.Runtime/Redis/Scripts/recover.lua";
    private const string Renew = "src/Jobs.Runtime/Redis/Scripts/renew.lua";
    private const string Session = "src/Jobs.Runtime/Worker/PumpSession.cs";

    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("a lost session is believed, and so is its grant", "pause-worker", [
            new Edit(Turn, "if not expiry or tonumber(expiry) == 0 then", "expiry = expiry or 0\nif false then"),
            new Edit(Turn, "if not last and tonumber(seq) > 1 then", "if false then"), // its calls went with it
            new Edit(Renew, "if not expiry or tonumber(expiry) == 0 then", "if false then"), // the keeper may ask before the next turn does
            new Edit(Turn, "if held[i] ~= ARGV[from + 1] then", "if false then"),
            new Edit(Turn, "if held[i] == holder then", "if true then")]),
        new("a repeated turn is taken for a new one", "lost-replies", [
            new Edit(Turn, "if seq == number then", "if false then")]),
        new("a repeated enqueue stores again", "lost-replies", [
            new Edit(Enqueue, "if stored[i] then", "stored[i] = false\n  if stored[i] then"),
            new Edit(Enqueue, "redis.call('HSET', KEYS[1], unpack(ARGV, 5, 4 + 2 * n)) == n then", "redis.call('HSET', KEYS[1], unpack(ARGV, 5, 4 + 2 * n)) then")]),
        new("a session goes on though Redis has forgotten calls of it", "everysec", [
            new Edit(Turn, "if tonumber(seq) > tonumber(number) + 1 then", "if false then"),
            new Edit(Turn, "if not last and tonumber(seq) > 1 then", "if false then")]),
        new("an outage counts as silence", "outage", [
            new Edit(Session, "IsOpen && !lost && renewals.IsLongEnough", "IsOpen && !lost")]),
        new("a recovery does half its work", "kill-worker", [
            new Edit(Recover, "redis.call('LPUSH', KEYS[2], id)\n", "\n")]),
        new("a recovery gives jobs back and leaves them where they were", "kill-worker", [
            new Edit(Recover, "redis.call('HDEL', KEYS[3], id)\n", "\n")]),
        new("a recovery forgets a session before its jobs", "kill-worker", [
            new Edit(Recover, "if gone[string.match(held[i + 1], '^(%S+)')] then", "if false then")]),
    ];
}

/// <summary>One change of one source.</summary>
/// <param name="File">From the folder of Jobs.sln.</param>
/// <param name="Find">Stands there.</param>
/// <param name="Replace">Stands there then, in all places.</param>
internal sealed record Edit(string File, string Find, string Replace);
