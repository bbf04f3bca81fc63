using System.Globalization;
using Jobs.Redis;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>Something a client, a worker, the network or time does. Sends one call to the real scripts, and judges what came back.</summary>
internal abstract record Command
{
    /// <summary>The script it calls; null: none, it moves a stored time or loses something on the way.</summary>
    internal virtual RedisScript? Script => null; // internal: no part of its text

    /// <summary>Equal for equal calls; empty: it calls nothing, whatever else it is.</summary>
    public virtual string CallText(World world) => ToString();

    public virtual bool IsPossible(World world) => true;

    /// <returns>The reply, as text.</returns>
    public abstract Task<string> SendAsync(TestQueue queue, World world);

    /// <summary>What is to be after it.</summary>
    /// <exception cref="ModelException">The reply is not what it has to be.</exception>
    public abstract World Judge(World world, string reply);

    /// <summary>What is to be after the same call has arrived once more and its answer reaches nobody.</summary>
    public virtual World JudgeAgain(World before, World after, string reply)
    {
        var again = Judge(before with { Queue = after.Queue, Recovery = after.Recovery }, reply);
        return again.Queue.Equals(after.Queue) ? after : throw new ModelException($"{this} sent again changes the model.");
    }

    protected void Expect(string expected, string reply)
    {
        if (expected != reply)
            throw new ModelException($"{this} answered '{reply}' and not '{expected}'.");
    }

    protected static string Text(IEnumerable<int> jobs) => string.Join(' ', jobs.Order().Select(job => job.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>What is lost on the way.</summary>
internal enum Lost
{
    Nothing,
    Request,
    Reply,
}

internal sealed record Enqueue(EquatableList<int> Ready, EquatableList<int> Waiting) : Command
{
    internal override RedisScript Script => RedisScript.Enqueue;

    public override bool IsPossible(World world) => Ready.Count + Waiting.Count > 0;

    public override async Task<string> SendAsync(TestQueue queue, World world) => Text(await queue.EnqueueAsync(
        [.. Ready.Select(ModelView.IdOf)], [.. Waiting.Select(job => (ModelView.IdOf(job), StartTime.After(TimeSpan.FromMilliseconds(ModelQueue.Delay))))]));

    public override World Judge(World world, string reply)
    {
        var (queue, known) = Apply(world);
        Expect(Text(known), reply);
        return world with { Queue = queue, Stored = world.Stored + queue.Jobs.Count - world.Queue.Jobs.Count };
    }

    public override World JudgeAgain(World before, World after, string reply)
    {
        Expect(Text(Enumerable.Range(1, Ready.Count + Waiting.Count)), reply); // all were stored before
        return Apply(after).Queue.Jobs.Count == after.Queue.Jobs.Count ? after : throw new ModelException("A repeated enqueue stores.");
    }

    private (ModelQueue Queue, EquatableList<int> Known) Apply(World world) =>
        world.Queue.Enqueue([.. Ready.Select(job => (job, false)), .. Waiting.Select(job => (job, true))]);
}

internal sealed record Cancel(int Job, long Retention) : Command
{
    internal override RedisScript Script => RedisScript.Cancel;

    public override async Task<string> SendAsync(TestQueue queue, World world) => $"{await queue.CancelAsync(ModelView.IdOf(Job), Retention)}";

    public override World Judge(World world, string reply)
    {
        var (queue, result) = world.Queue.Cancel(Job, Retention);
        Expect($"{result}", reply);
        return world with { Queue = queue };
    }

    public override World JudgeAgain(World before, World after, string reply)
    {
        Expect($"{after.Queue.Cancel(Job, Retention).Result}", reply); // that it has ended, or is gone: the caller knows as much
        return after;
    }
}

internal sealed record Await(int Job) : Command
{
    internal override RedisScript Script => RedisScript.Await;

    public override async Task<string> SendAsync(TestQueue queue, World world) => $"{await queue.Door.AwaitAsync(ModelView.IdOf(Job))}";

    public override World Judge(World world, string reply)
    {
        var (queue, announced) = world.Queue.Await(Job);
        Expect($"{announced}", reply);
        return world with { Queue = queue };
    }
}

internal sealed record Get(int Job) : Command
{
    internal override RedisScript Script => RedisScript.Get;

    public override async Task<string> SendAsync(TestQueue queue, World world)
    {
        var job = await queue.Door.GetAsync(ModelView.IdOf(Job));
        return job is null ? "none" : $"{(job.Holder is { } holder ? ModelView.HolderOf(holder.Session, holder.Grant ?? 0) : "")} {job.Due} {job.Done} {job.Dead}";
    }

    public override World Judge(World world, string reply)
    {
        Expect(
            world.Queue.Jobs.GetValueOrDefault(Job) is not { } job ? "none"
            : $"{(job.Place == Place.Active ? ModelView.HolderOf(job.Session, job.Grant) : "")} {TimeIf(job, Place.Due)} {TimeIf(job, Place.Done)} {TimeIf(job, Place.Dead)}", reply);
        return world;
    }

    private static long? TimeIf(ModelJob job, Place place) => job.Place == place ? job.Time : null;
}

/// <summary>The retention of a job ends, and whoever comes sweeps.</summary>
internal sealed record Sweep(int Job) : Command
{
    internal override RedisScript Script => RedisScript.Sweep;

    public override bool IsPossible(World world) => world.Queue.Jobs.GetValueOrDefault(Job)?.Place == Place.Done;

    public override async Task<string> SendAsync(TestQueue queue, World world)
    {
        _ = queue.EndRetentionAsync(ModelView.IdOf(Job));
        return $"{await queue.Door.SweepAsync()}";
    }

    public override World Judge(World world, string reply)
    {
        var (queue, looked) = world.Queue.With(Job, world.Queue.Jobs[Job] with { Time = 1 }).Sweep();
        Expect($"{looked}", reply);
        return world with { Queue = queue };
    }

    public override World JudgeAgain(World before, World after, string reply)
    {
        Expect(after.Queue.Jobs.ContainsKey(Job) ? "1" : "0", reply); // a cancelled job whose id stands in the list is looked at again
        return after;
    }
}

/// <summary>Time passes until a waiting job is due.</summary>
internal sealed record MakeDue(int Job) : Command
{
    public override bool IsPossible(World world) => world.Queue.Jobs.GetValueOrDefault(Job) is { Place: Place.Due, Time: > ModelQueue.Now };

    public override async Task<string> SendAsync(TestQueue queue, World world)
    {
        await queue.MakeDueAsync(ModelView.IdOf(Job), at: Job);
        return "";
    }

    public override World Judge(World world, string reply) => world with { Queue = world.Queue.With(Job, world.Queue.Jobs[Job] with { Time = Job }) };
}
