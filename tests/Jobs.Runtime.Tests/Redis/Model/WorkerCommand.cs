using Jobs.Redis;
using StackExchange.Redis;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>What one worker does.</summary>
internal abstract record WorkerCommand(int Worker) : Command
{
    protected ModelWorker Of(World world) => world.Workers[Worker];
}

/// <summary>A worker tells how jobs ended and asks for more.</summary>
/// <param name="Worker">Which.</param>
/// <param name="Want">How many jobs.</param>
/// <param name="Ends">Per job it holds, in their order, how it ended; 0: it goes on.</param>
/// <param name="Retention">Of what is completed or cancelled.</param>
/// <param name="TellLate">It also tells of a job that is not its own any more.</param>
/// <param name="Lost">What is lost on the way.</param>
internal sealed record Turn(int Worker, int Want, EquatableList<ModelEnd> Ends, long Retention, bool TellLate, Lost Lost) : WorkerCommand(Worker)
{
    internal override RedisScript? Script => Lost == Lost.Request ? null : RedisScript.Turn;

    public override bool IsPossible(World world) => Of(world) is { IsOver: false, Pending: null } worker && (!TellLate || worker.Late is not null);

    public override string CallText(World world) => Lost == Lost.Request ? "" : $"{CallOf(world)}";

    public override Task<string> SendAsync(TestQueue queue, World world) => Lost == Lost.Request ? Task.FromResult("") : Calls.SendAsync(queue, CallOf(world));

    public override World Judge(World world, string reply)
    {
        var call = CallOf(world);
        var worker = Of(world) with { Calls = call.Number, Pending = call, Held = [.. Of(world).Held.Where(held => call.Told.All(told => told.Job != held))] };
        if (TellLate)
            worker = worker with { Late = null };
        world = world.With(worker);
        return Lost == Lost.Request ? world : Calls.Judge(world, worker, reply, heard: Lost == Lost.Nothing);
    }

    public override World JudgeAgain(World before, World after, string reply) => Calls.JudgeCopy(after, CallOf(before), reply);

    public TurnCall CallOf(World world)
    {
        var worker = Of(world);
        var told = worker.Held.Zip(Ends).Where(one => one.Second != 0).Select(one => new Told(one.Second, one.First, Retention)).ToList();
        if (TellLate)
            told.Add(new(ModelEnd.Completed, worker.Late!, Retention) { IsLate = true });
        return new(worker.Session, worker.Calls + 1, Want, [.. told
            .OrderBy(one => one.Kind).ThenBy(one => one.Job.Grant).ThenBy(one => one.Kind == ModelEnd.Back ? one.Job.Position : one.Retention)]);
    }
}

/// <summary>A worker that was not answered sends its turn again, as it was, or for fewer bytes.</summary>
internal sealed record Repeat(int Worker, Lost Lost, int Budget = int.MaxValue) : WorkerCommand(Worker)
{
    internal override RedisScript Script => RedisScript.Turn;

    public override bool IsPossible(World world) => Of(world).Pending is not null;

    public override string CallText(World world) => $"{Call(world)}";

    public override Task<string> SendAsync(TestQueue queue, World world) => Calls.SendAsync(queue, Call(world));

    public override World Judge(World world, string reply) => Calls.Judge(world, Of(world) with { Pending = Call(world) }, reply, heard: Lost == Lost.Nothing);

    public override World JudgeAgain(World before, World after, string reply) => Calls.JudgeCopy(after, Call(before), reply);

    private TurnCall Call(World world)
    {
        var pending = Of(world).Pending!;
        return pending with { Budget = Math.Min(pending.Budget, Budget) };
    }
}

/// <summary>The network delivers a turn that was answered long ago once more, as after a connection was given up.</summary>
internal sealed record Straggler(int Worker) : WorkerCommand(Worker)
{
    internal override RedisScript Script => RedisScript.Turn;

    public override bool IsPossible(World world) => Of(world).Answered is not null;

    public override string CallText(World world) => $"{Of(world).Answered}";

    public override Task<string> SendAsync(TestQueue queue, World world) => Calls.SendAsync(queue, Of(world).Answered!);

    public override World Judge(World world, string reply) => Calls.JudgeCopy(world, Of(world).Answered!, reply);
}

/// <summary>A worker begins a new session: after its own has ended, or since its process was killed and started again.</summary>
internal sealed record StartOver(int Worker) : WorkerCommand(Worker)
{
    internal override RedisScript Script => RedisScript.Join;

    public override string CallText(World world) => $"join {Next(world).Session}";

    public override async Task<string> SendAsync(TestQueue queue, World world) =>
        $"{await queue.Door.JoinAsync(Next(world).Session, TimeSpan.FromMilliseconds(ModelQueue.SessionLength))}";

    public override World Judge(World world, string reply)
    {
        var next = Next(world);
        var (queue, joined) = world.Queue.Join(next.Session);
        Expect($"{joined}", reply);
        return world.With(next) with { Queue = queue };
    }

    private ModelWorker Next(World world)
    {
        var now = Of(world);
        return new(Worker) { Generation = now.Generation + 1, Late = now.IsOver ? now.Late : null }; // a killed process tells nothing late
    }
}

internal sealed record Renew(int Worker) : WorkerCommand(Worker)
{
    internal override RedisScript Script => RedisScript.Renew;

    public override bool IsPossible(World world) => !Of(world).IsOver;

    public override string CallText(World world) => $"renew {Of(world).Session}";

    public override async Task<string> SendAsync(TestQueue queue, World world) =>
        $"{await queue.RenewAsync(Of(world).Session, TimeSpan.FromMilliseconds(ModelQueue.SessionLength))}";

    public override World Judge(World world, string reply)
    {
        var (queue, renewed) = world.Queue.Renew(Of(world).Session);
        Expect($"{renewed}", reply);
        return world with { Queue = queue };
    }
}

/// <summary>A worker that holds nothing stops in order.</summary>
internal sealed record Leave(int Worker) : WorkerCommand(Worker)
{
    internal override RedisScript Script => RedisScript.Leave;

    public override bool IsPossible(World world) => Of(world) is { IsOver: false, Pending: null, Held.Count: 0 };

    public override string CallText(World world) => $"leave {Of(world).Session}";

    public override async Task<string> SendAsync(TestQueue queue, World world)
    {
        await queue.Door.LeaveAsync(Of(world).Session);
        return "";
    }

    public override World Judge(World world, string reply) =>
        world.With(Of(world) with { IsOver = true }) with { Queue = world.Queue.Leave(Of(world).Session) };
}

/// <summary>A worker stands still, or is gone, for as long as a session may be silent.</summary>
internal sealed record Expire(string Session) : Command
{
    public override bool IsPossible(World world) => world.Queue.Sessions.GetValueOrDefault(Session) is { Expiry: > 1 };

    public override async Task<string> SendAsync(TestQueue queue, World world)
    {
        await queue.ExpireAsync(Session);
        return "";
    }

    public override World Judge(World world, string reply) =>
        world with { Queue = world.Queue with { Sessions = world.Queue.Sessions.SetItem(Session, world.Queue.Sessions[Session] with { Expiry = 1 }) } };
}

/// <summary>A recovery begins in a queue with more jobs than one step looks at: it meets none of these, and whoever ran it is gone.</summary>
internal sealed record BeginRecovery : Command
{
    public override bool IsPossible(World world) => world.Queue.Sessions.Values.Any(session => session.Expiry == 1);

    public override async Task<string> SendAsync(TestQueue queue, World world)
    {
        await queue.Database.SortedSetAddAsync(queue.Key(QueueKey.Workers), [.. world.Queue.MarkOverdue().Sessions.Select(session => new SortedSetEntry(session, 0))]);
        return "";
    }

    public override World Judge(World world, string reply) => world with { Queue = world.Queue.MarkOverdue().Queue };
}

/// <summary>One step of a recovery, by whoever runs one. A recovery that nobody goes on with is begun anew.</summary>
internal sealed record Recover(bool Anew) : Command
{
    internal override RedisScript Script => RedisScript.Recover;

    public override bool IsPossible(World world) => Anew ? world.Queue.Sessions.Values.Any(session => session.Expiry <= ModelQueue.Now) : world.Recovery is not null;

    public override string CallText(World world) => Anew ? "recover" : $"recover {world.Recovery}";

    public override async Task<string> SendAsync(TestQueue queue, World world)
    {
        var from = Anew ? RecoverStep.Start : new RecoverStep(world.Recovery!.Cursor, [], [], [.. world.Recovery.Sessions]);
        var call = queue.Door.RecoverAsync(from, ModelQueue.MaxRecoveries, batch: 1);
        var active = await queue.Database.HashKeysAsync(queue.Key(QueueKey.Active)); // tells which it has cancelled: its reply does not
        var step = await call;
        return string.Join('/', step.Cursor, Text(step.Recovered), Text(step.Quarantined), string.Join(' ', step.Sessions), Text([.. active.Select(TestQueue.IdOf)]));
    }

    public override World Judge(World world, string reply)
    {
        var parts = reply.Split('/');
        var queue = world.Queue;
        var sessions = Anew ? default : world.Recovery!.Sessions;
        if (Anew)
            (queue, sessions) = queue.MarkOverdue();
        Expect(string.Join(' ', sessions.Order(StringComparer.Ordinal)), string.Join(' ', parts[3].Split(' ').Order(StringComparer.Ordinal)));

        var last = parts[0] == "0";
        var (back, quarantined, active) = (Numbers(parts[1]), Numbers(parts[2]), Numbers(parts[4]));
        var held = queue.HeldBy(sessions).ToList();
        foreach (var job in back.Concat(quarantined).Concat(held.Where(job => queue.Jobs[job].CancelAsked && !active.Contains(job))))
        {
            if (!held.Contains(job))
                throw new ModelException($"Job {job} was taken from somebody whose session had not ended.");
            (queue, var recovered) = queue.Recover(job);
            if (recovered is { } toHead && toHead != back.Contains(job))
                throw new ModelException($"Job {job} was {(toHead ? "quarantined" : "recovered")} after {queue.Jobs[job].State?.Recoveries} recoveries.");
        }
        if (last && queue.HeldBy(sessions).Any())
            throw new ModelException("A recovery was through and jobs of dead sessions were left.");
        return world with { Queue = last ? queue.Forget(sessions) : queue, Recovery = last ? null : new(parts[0], sessions) };
    }

    public override World JudgeAgain(World before, World after, string reply) => reply.StartsWith("0////", StringComparison.Ordinal)
        ? after.Queue.Sessions.Values.Any(session => session.Expiry <= ModelQueue.Now) && Anew ? throw new ModelException("An ended session is not recovered.") : after
        : Judge((Anew ? after : after with { Recovery = before.Recovery }) with { Stored = after.Stored }, reply);

    private static string Text(JobId[] ids) => string.Join(' ', ids.Select(ModelView.JobOf));

    private static int[] Numbers(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => int.Parse(one, System.Globalization.CultureInfo.InvariantCulture))];
}

/// <summary>Turns as they are sent, and what workers make of the answers.</summary>
internal static class Calls
{
    public static async Task<string> SendAsync(TestQueue queue, TurnCall call)
    {
        var request = new TurnRequest();
        request.Fill(call.Session, call.Number, call.Want, ModelQueue.SessionLength, [.. call.Told.Select(Outcome)], call.Budget);
        var reply = await queue.Door.TurnAsync(request);
        return Show(
            reply.Status,
            reply.Refused.Select(ModelView.JobOf),
            [
                .. reply.Jobs.Select(job => (ModelView.JobOf(job.Id), job.Grant, (ModelState?)ModelState.Of(RunState.Decode(job.State)))),
                .. reply.Undelivered.Select(job => (ModelView.JobOf(job.Id), job.Grant, (ModelState?)null)),
            ],
            reply.Cancels.Select(ModelView.JobOf));
    }

    /// <param name="world">Before.</param>
    /// <param name="worker">Whose pending turn it is.</param>
    /// <param name="reply">What Redis said.</param>
    /// <param name="heard">The worker hears it too.</param>
    public static World Judge(World world, ModelWorker worker, string reply, bool heard)
    {
        var call = worker.Pending!;
        var (queue, answer) = world.Queue.Turn(call);
        Expect(answer, call, reply);
        world = world with { Queue = queue };
        if (!heard)
            return world;
        if (answer.Status != TurnStatus.Applied)
            return world.With(worker with { IsOver = true, Pending = null, Answered = null, Late = worker.Held.Concat(call.Told.Select(told => told.Job)).FirstOrDefault(), Held = [] });

        if (Text(answer.Refused) is var refused && Text(call.Told.Where(told => told.IsLate).Select(told => told.Job.Job)) is var late && refused != late)
            throw new ModelException($"Jobs {refused} were refused; those of others are {late}.");
        if (answer.Taken.FirstOrDefault(taken => worker.Held.Any(held => held.Job == taken.Job)) is { } twice)
            throw new ModelException($"Job {twice.Job} was handed out to the worker that runs it.");
        var given = call.Told.Where(told => told.Kind is ModelEnd.Back or ModelEnd.Later).Select(told => told.Job).FirstOrDefault();
        return world.With(worker with { Pending = null, Answered = call, Held = [.. worker.Held, .. answer.Taken], Late = given ?? worker.Late });
    }

    /// <summary>A second copy of a call whose first copy was applied: it changes nothing, whenever it comes, and its answer reaches nobody.</summary>
    public static World JudgeCopy(World world, TurnCall call, string reply)
    {
        var (queue, answer) = world.Queue.Turn(call);
        Expect(answer, call, reply);
        return ReferenceEquals(queue, world.Queue) ? world : throw new ModelException("A second copy of a turn changes the queue.");
    }

    private static string Text(IEnumerable<int> jobs) => string.Join(' ', jobs.Order());

    private static void Expect(TurnAnswer answer, TurnCall call, string reply)
    {
        var expected = Show(answer.Status, answer.Refused, answer.Taken.Select((held, i) => (held.Job, held.Grant, i < call.Fitting ? held.State : (ModelState?)null)), answer.Cancels);
        if (expected != reply)
            throw new ModelException($"A turn answered '{reply}' and not '{expected}'.");
    }

    private static string Show(TurnStatus status, IEnumerable<int> refused, IEnumerable<(int Job, long Grant, ModelState? State)> taken, IEnumerable<int> cancels) =>
        $"{status}, refused {string.Join(' ', refused.Order())}, took {string.Join(' ', taken.Select(one => $"{one.Job} ({one.Grant}: {(one.State is { } state ? $"{state.Kind} {state.Failures} {state.Recoveries}" : "undelivered")})"))}, cancel {string.Join(' ', cancels.Order())}";

    private static Outcome Outcome(Told told)
    {
        var job = new TakenJob(
            new HandOut(
                System.Text.Encoding.ASCII.GetBytes(ModelView.HolderOf(told.Job.Session, told.Job.Grant)),
                told.Job.Grant,
                (byte[])[.. new byte[told.Job.Position * JobId.Size], .. JobStore.Bytes(ModelView.IdOf(told.Job.Job))]),
            told.Job.Position);
        var state = told.State.ToRunState();
        return told.Kind switch
        {
            ModelEnd.Completed => Jobs.Store.Outcome.Completed(job, told.Retention),
            ModelEnd.Ended => Jobs.Store.Outcome.Ended(job, told.Retention, state),
            ModelEnd.Later => Jobs.Store.Outcome.Later(job, told.Retention, TimeSpan.FromMilliseconds(ModelQueue.Delay), state),
            ModelEnd.Back => Jobs.Store.Outcome.Back(job, told.Retention),
            _ => Jobs.Store.Outcome.Dead(job, state),
        };
    }
}
