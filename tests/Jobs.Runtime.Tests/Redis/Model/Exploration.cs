using System.Collections.Immutable;
using System.Text;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>Goes through every state that so many steps of two workers and two jobs can lead to, with a crash and a lost request or reply
/// wherever there can be one. What a script answers depends on the queue and on the call alone, so each call is made once in each state of
/// the queue (and sent twice), however many states of workers go with it.</summary>
/// <remarks>Redis is brought into a state by writing it there. That is sound: it was found, as the model has it, by the step that led to it.</remarks>
internal sealed class Exploration(TestQueue queue, int steps, Func<World, IEnumerable<Command>> moves, ImmutableSortedDictionary<int, int>? priorities = null)
{
    private const int Batch = 200; // calls under way
    private readonly Dictionary<string, Found> known = new(StringComparer.Ordinal);
    private readonly List<(World World, Command Command)> asked = [];
    private readonly Dictionary<string, Sent> answers = new(StringComparer.Ordinal);

    public int States => known.Count;

    public int Steps { get; private set; }

    /// <summary>Calls of scripts, each sent twice.</summary>
    public int Calls => answers.Count;

    /// <summary>Every different call of a script, with a world in which it is made.</summary>
    public IEnumerable<(World World, Command Command)> EachCall() => asked.Where(one => one.Command.Script is not null);

    /// <exception cref="ModelException">The scripts do something else than the model, or a promise is not kept; with the way there, one of the shortest.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        queue.PriorityOf = id => priorities?.GetValueOrDefault(ModelView.JobOf(id)) ?? 0;
        var (key, begin) = World.Begin(workers: 2, priorities).Check().Normal();
        List<Found> frontier = [new(begin, null, null)];
        known[key] = frontier[0];
        for (var depth = 0; depth < steps && frontier.Count > 0; depth++)
        {
            var next = new List<Found>();
            foreach (var batch in frontier.SelectMany(Next).Chunk(Batch))
            {
                ct.ThrowIfCancellationRequested();
                await AskAsync(batch);
                foreach (var step in batch)
                {
                    var (reached, world) = Judge(step).Normal();
                    var found = new Found(world, step.From, step.Command);
                    if (known.TryAdd(reached, found))
                        next.Add(found);
                }
            }
            frontier = next;
        }
    }

    private IEnumerable<Step> Next(Found from)
    {
        var held = ModelView.Show(ModelView.Of(from.World.Queue));
        return moves(from.World).Select(command => new Step(from, command, held + command.CallText(from.World)));
    }

    /// <summary>Makes the calls of these steps that have not been made.</summary>
    private async Task AskAsync(IEnumerable<Step> steps)
    {
        var sent = steps.Where(step => !answers.ContainsKey(step.Call)).DistinctBy(step => step.Call)
            .Select(step => (Step: step, Task: Sent.SendAsync(queue, step.From.World, step.Command))).ToList();
        foreach (var (step, task) in sent)
        {
            answers[step.Call] = await task;
            asked.Add((step.From.World, step.Command));
        }
    }

    private World Judge(Step step)
    {
        Steps++;
        try
        {
            return answers[step.Call].Judge(step.From.World, step.Command);
        }
        catch (ModelException e)
        {
            throw new ModelException($"{e.Message}\nAfter:\n{new Found(step.From.World, step.From, step.Command).Way()}");
        }
    }

    private sealed record Step(Found From, Command Command, string Call);

    private sealed record Found(World World, Found? From, Command? Command)
    {
        public string Way()
        {
            var way = new StringBuilder();
            for (var at = this; at?.Command is not null; at = at.From)
                way.Insert(0, $"  {at.Command}\n");
            return way.ToString();
        }
    }
}

/// <summary>What came of one command, sent twice.</summary>
/// <param name="Reply">The first time.</param>
/// <param name="Again">The second time.</param>
/// <param name="After">What the queue held then.</param>
internal sealed record Sent(string Reply, string Again, string After)
{
    /// <summary>Brings Redis into the world, sends the command twice and looks, all in one go.</summary>
    public static async Task<Sent> SendAsync(TestQueue queue, World world, Command command)
    {
        var written = ModelView.Of(world.Queue).WriteAsync(queue);
        var first = command.SendAsync(queue, world);
        var again = command.Script is null ? Task.FromResult("") : command.SendAsync(queue, world);
        var after = QueueSnapshot.ReadAsync(queue);
        await written;
        return new(await first, await again, ModelView.Show(await after));
    }

    /// <exception cref="ModelException">It is not as the model has it.</exception>
    public World Judge(World before, Command command)
    {
        var after = command.Judge(before, Reply);
        if (command.Script is not null)
            after = command.JudgeAgain(before, after, Again);
        var expected = ModelView.Show(ModelView.Of(after.Queue));
        if (expected != After)
            throw new ModelException($"Redis holds\n{After}and is to hold\n{expected}");
        return after.Check();
    }
}
