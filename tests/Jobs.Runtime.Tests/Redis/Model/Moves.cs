namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>All that can happen next in a small world: two jobs, two workers.</summary>
internal static class Moves
{
    private const long Retention = TestQueue.Retention;
    private static readonly int[] JobNumbers = [1, 2];
    private static readonly ModelEnd[] Kinds = [ModelEnd.Completed, ModelEnd.Ended, ModelEnd.Later, ModelEnd.Back, ModelEnd.Dead];

    /// <summary>Everything.</summary>
    public static IEnumerable<Command> All(World world) => Any(world).Where(command => command.IsPossible(world));

    /// <summary>What decides who runs a job: hand-outs, ends, crashes, losses, recoveries.</summary>
    public static IEnumerable<Command> Core(World world) => All(world).Where(command => command switch
    {
        Enqueue enqueue => enqueue.Waiting.Count == 0,
        Turn turn => !turn.TellLate && turn.Ends.All(end => end is 0 or ModelEnd.Completed or ModelEnd.Back),
        Repeat or Straggler or StartOver or Expire or Recover => true,
        _ => false,
    });

    private static IEnumerable<Command> Any(World world)
    {
        yield return new Enqueue([1], []);
        yield return new Enqueue([2], []);
        yield return new Enqueue([], [2]);
        foreach (var job in JobNumbers)
        {
            yield return new Cancel(job, world.Queue.Jobs.GetValueOrDefault(job)?.Place == Place.Due ? 0 : Retention);
            yield return new MakeDue(job);
            yield return new Sweep(job);
        }
        foreach (var worker in world.Workers)
        {
            yield return new StartOver(worker.Number);
            if (worker.IsOver)
                continue; // it begins a new session before anything else
            foreach (var turn in Turns(worker))
                yield return turn;
            foreach (var lost in (Lost[])[Lost.Nothing, Lost.Reply])
                yield return new Repeat(worker.Number, lost);
            foreach (var budget in (int[])[0, 1])
                yield return new Repeat(worker.Number, Lost.Nothing, budget);
            yield return new Straggler(worker.Number);
            yield return new Renew(worker.Number);
            yield return new Leave(worker.Number);
        }
        foreach (var session in world.Queue.Sessions.Keys)
            yield return new Expire(session);
        yield return new BeginRecovery();
        yield return new Recover(Anew: true);
        yield return new Recover(Anew: false);
    }

    /// <summary>It asks for one or two jobs, or tells how one of those it holds has ended.</summary>
    private static IEnumerable<Turn> Turns(ModelWorker worker)
    {
        foreach (var lost in Enum.GetValues<Lost>())
        {
            yield return new(worker.Number, worker.Held.Count == 0 ? 2 : 1, [], 0, TellLate: false, lost);
            yield return new(worker.Number, 1, [], 0, TellLate: true, lost);
            for (var one = 0; one < worker.Held.Count; one++)
            {
                foreach (var kind in Kinds)
                {
                    EquatableList<ModelEnd> ends = [.. Enumerable.Range(0, worker.Held.Count).Select(i => i == one ? kind : default)];
                    yield return new(worker.Number, kind is ModelEnd.Completed or ModelEnd.Back ? 2 : 0, ends, kind == ModelEnd.Ended ? Retention : 0, TellLate: false, lost);
                }
            }
        }
    }
}
