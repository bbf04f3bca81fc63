using System.Collections.Immutable;
using CsCheck;
using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>Commands at random: more workers and jobs, larger batches and longer runs than can be gone through one by one.</summary>
internal static class RandomCommands
{
    public const int Workers = 3;
    private const int Jobs = 6;

    /// <summary>Before the others, beside each other, and after them.</summary>
    private static readonly ImmutableSortedDictionary<int, int> Priorities = new Dictionary<int, int> { [3] = 7, [5] = 7, [6] = -1 }.ToImmutableSortedDictionary();

    private static readonly Gen<int> Job = Gen.Int[1, Jobs];
    private static readonly Gen<int> Worker = Gen.Int[0, Workers - 1];
    private static readonly Gen<long> Retention = Gen.Bool.Select(kept => kept ? TestQueue.Retention : 0);
    private static readonly Gen<Lost> Lost = Gen.Frequency((6, Gen.Const(Model.Lost.Nothing)), (1, Gen.Const(Model.Lost.Request)), (2, Gen.Const(Model.Lost.Reply)));
    private static readonly ModelEnd[] Ends =
        [default, default, ModelEnd.Completed, ModelEnd.Completed, ModelEnd.Ended, ModelEnd.Later, ModelEnd.Back, ModelEnd.Dead];

    private static readonly Gen<ModelEnd> End = Gen.Int[0, 7].Select(i => Ends[i]);

    /// <summary>A command, and whether it is sent twice.</summary>
    public static Gen<(Command Command, bool Twice)[]> Sequences { get; } = Gen.Select(One, Gen.Bool).Array[1, 60];

    private static Gen<Command> One => Gen.Frequency(
        (5, Gen.Select(Job.Array[0, 4], Job.Array[0, 2], (ready, waiting) => (Command)new Enqueue([.. ready], [.. waiting]))),
        (12, Gen.Select(Worker, Gen.Int[0, 4], End.Array[0, 5], Retention, Gen.Int[0, 5], Lost,
            (worker, want, ends, retention, late, lost) => (Command)new Turn(worker, want, [.. ends], retention, late == 0, lost))),
        (4, Gen.Select(Worker, Lost, Gen.Int[0, 3], (worker, lost, budget) => (Command)new Repeat(worker, lost == Model.Lost.Request ? Model.Lost.Reply : lost, budget > 1 ? int.MaxValue : budget))),
        (2, Worker.Select(worker => (Command)new Straggler(worker))),
        (1, Worker.Select(worker => (Command)new StartOver(worker))),
        (1, Worker.Select(worker => (Command)new Renew(worker))),
        (1, Worker.Select(worker => (Command)new Leave(worker))),
        (1, Gen.Select(Worker, Gen.Int[0, 2], (worker, ago) => (Command)new ExpireOne(worker, ago))),
        (3, Gen.Bool.Select(anew => (Command)new Recover(anew))),
        (2, Gen.Select(Job, Retention, (job, retention) => (Command)new Cancel(job, retention))),
        (1, Job.Select(job => (Command)new Await(job))),
        (1, Job.Select(job => (Command)new Get(job))),
        (2, Job.Select(job => (Command)new MakeDue(job))),
        (2, Job.Select(job => (Command)new Sweep(job))));

    /// <summary>Sends them one after the other; those that cannot be are left out.</summary>
    /// <param name="queue">Empty.</param>
    /// <param name="commands">What to do.</param>
    public static async Task<HashSet<RedisScript>> RunAsync(TestQueue queue, IEnumerable<(Command Command, bool Twice)> commands)
    {
        var world = World.Begin(Workers, Priorities);
        queue.PriorityOf = id => Priorities.GetValueOrDefault(ModelView.JobOf(id));
        await ModelView.Of(world.Queue).WriteAsync(queue);
        var called = new HashSet<RedisScript>();
        foreach (var (any, twice) in commands)
        {
            var command = any is ExpireOne expire ? expire.In(world) : any;
            if (!command.IsPossible(world))
                continue;
            var before = world;
            world = command.Judge(before, await command.SendAsync(queue, before));
            if (command.Script is { } script)
                called.Add(script);
            if (twice && command.Script is not null)
                world = command.JudgeAgain(before, world, await command.SendAsync(queue, before));
            var snapshot = await QueueSnapshot.ReadAsync(queue);
            var (expected, held) = (ModelView.Show(ModelView.Of(world.Queue)), ModelView.Show(snapshot));
            if (expected != held)
                throw new ModelException($"After {command} Redis holds\n{held}and is to hold\n{expected}");
            new QueueDump(snapshot).AssertSound();
            world.Check();
        }
        return called;
    }

    /// <summary>A session of a worker, of now or before.</summary>
    private sealed record ExpireOne(int Worker, int Ago) : WorkerCommand(Worker)
    {
        public Expire In(World world)
        {
            var worker = Of(world);
            return new((worker with { Generation = Math.Max(1, worker.Generation - Ago) }).Session);
        }

        public override Task<string> SendAsync(TestQueue queue, World world) => throw new NotSupportedException();

        public override World Judge(World world, string reply) => throw new NotSupportedException();
    }
}
