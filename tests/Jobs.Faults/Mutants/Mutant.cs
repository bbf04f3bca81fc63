namespace Jobs.Faults.Mutants;

/// <summary>The library with one guarantee taken out: what a scenario must not let pass.</summary>
/// <param name="Name">What is missing.</param>
/// <param name="Scenario">The scenario that must fail with it.</param>
/// <param name="Edits">What is changed in the sources.</param>
internal sealed record Mutant(string Name, string Scenario, IReadOnlyList<Edit> Edits)
{
    private const string Scripts = "src/Jobs.Runtime/Redis/Scripts/";
    private const string TurnSession = Scripts + "Parts/Turn/session.lua";
    private const string TurnSettle = Scripts + "Parts/Turn/settle.lua";
    private const string Enqueue = Scripts + "enqueue.lua";
    private const string Recover = Scripts + "recover.lua";
    private const string Renew = Scripts + "renew.lua";
    private const string Session = "src/Jobs.Runtime/Worker/PumpSession.cs";

    public static IReadOnlyList<Mutant> All { get; } =
    [
        new("a lost session is believed, and so is its grant", "pause-worker", [
            new Edit(TurnSession, "@session", "if false then"),
            new Edit(TurnSession, "@forgotten session", "if false then"), // its calls went with it
            new Edit(Renew, "@session", "if false then"), // the keeper may ask before the next turn does
            new Edit(TurnSettle, "@fence", "if false then")]),
        new("a repeated turn is taken for a new one", "lost-replies", [
            new Edit(TurnSession, "@repeated call", "if false then")]),
        new("a repeated enqueue stores again", "lost-replies", [
            new Edit(Enqueue, "@known before", "if seen[id] then"),
            new Edit(Enqueue, "@all are new", "if m == 0 then")]),
        new("a session goes on though Redis has forgotten calls of it", "everysec", [
            new Edit(TurnSession, "@forgotten call", "if false then"),
            new Edit(TurnSession, "@forgotten session", "if false then")]),
        new("an outage counts as silence", "outage", [
            new Edit(Session, "IsOpen && !lost && renewals.IsLongEnough", "IsOpen && !lost")]),
        new("a recovery does half its work", "kill-worker", [
            new Edit(Recover, "@requeued jobs arrive", "")]),
        new("a recovery gives jobs back and leaves them where they were", "kill-worker", [
            new Edit(Recover, "@requeued jobs leave", "")]),
        new("a recovery forgets a session before its jobs", "kill-worker", [
            new Edit(Recover, "@jobs of gone sessions", "if false then")]),
    ];
}

/// <summary>One change of one source.</summary>
/// <param name="File">From the folder of Jobs.sln.</param>
/// <param name="Find">Stands there; from a <c>@</c> on, the mark at the end of a script's line.</param>
/// <param name="Replace">Stands there then, in all places; for a mark, in place of its line.</param>
internal sealed record Edit(string File, string Find, string Replace)
{
    /// <returns>The text with the edit in it; null: it does not apply any more.</returns>
    public string? Apply(string text)
    {
        if (!Find.StartsWith('@'))
        {
            return text.Contains(Find, StringComparison.Ordinal) ? text.Replace(Find, Replace, StringComparison.Ordinal) : null;
        }

        var lines = text.Split('\n');
        var at = Array.FindIndex(lines, line => line.EndsWith(" -- " + Find, StringComparison.Ordinal));
        if (at < 0)
        {
            return null;
        }

        lines[at] = Replace;
        return string.Join('\n', lines);
    }
}
