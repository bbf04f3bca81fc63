using Jobs.Worker;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Slots alone: the test is the queues, the turns and the runners.</summary>
public sealed class SlotsTests
{
    private const bool More = true, NoMore = false;
    private readonly Clock clock = new();
    private readonly QueuePump pump;
    private int runners;

    public SlotsTests() => pump = Fakes.Pump(clock);

    [Fact]
    public void One_queue_is_granted_all_free_slots_at_once()
    {
        var (slots, a) = Make(concurrency: 10);

        var allowed = slots.Take(a, anyway: true);

        Assert.Equal(new Allowance(Slots: 10, Waiting: 0, OldestAt: 0, Hungry: true), allowed);
        Assert.Equal(0, slots.Take(a, anyway: true).Slots);
    }

    [Fact]
    public void A_queue_that_may_have_nothing_is_granted_nothing()
    {
        var (slots, a, _) = Make2(concurrency: 10, 1, 1);

        Assert.Equal(0, slots.Take(a, anyway: false).Slots);
        slots.Feed(a);
        Assert.Equal(10, slots.Take(a, anyway: false).Slots);
    }

    [Fact]
    public void Slots_that_a_turn_did_not_fill_go_to_the_others()
    {
        var (slots, a, b) = Make2(concurrency: 10, 4, 1);
        Assert.Equal(10, slots.Take(a, anyway: true).Slots);
        slots.Feed(b);

        slots.Return(a, 10, Fakes.Taken(3), pump, NoMore, at: 0);

        Assert.Equal(7, slots.Take(b, false).Slots);
        Assert.Equal(3, StartAll(slots).Count);
    }

    [Fact]
    public void A_queue_of_which_nothing_waits_while_slots_are_granted_to_another_might_have_had_more()
    {
        var (slots, a, b) = Make2(concurrency: 2, 1, 1);
        Assert.Equal(2, slots.Take(a, anyway: true).Slots);

        Assert.True(slots.Return(b, 0, Fakes.Taken(3), pump, More, at: 0));
        Assert.False(slots.Return(b, 0, Fakes.Taken(3), pump, More, at: 0)); // three of it wait
    }

    [Fact]
    public void While_all_slots_run_no_queue_might_have_had_more()
    {
        var (slots, a) = Make(concurrency: 2);
        slots.Return(a, slots.Take(a, anyway: true).Slots, Fakes.Taken(2), pump, More, at: 0);
        Assert.Equal(2, StartAll(slots).Count);

        Assert.False(slots.Return(a, 0, Fakes.Taken(3), pump, More, at: 0));
    }

    /// <summary>Weight 6 : 3 : 1, all with work. Wherever one stops counting, nobody is off by more than one slot.</summary>
    [Fact]
    public void While_all_queues_have_work_each_gets_its_share_of_the_slots_that_become_free()
    {
        var slots = NewSlots(10, strict: false);
        QueueShare[] shares = [new(6, Nothing), new(3, Nothing), new(1, Nothing)];
        foreach (var share in shares)
            slots.Add(share);
        slots.Return(shares[2], slots.Take(shares[2], anyway: true).Slots, Fakes.Taken(10), pump, More, at: 0);
        foreach (var share in shares)
            slots.Feed(share);
        var running = new Queue<RunningJob>(StartAll(slots));
        Assert.Equal(10, running.Count);

        var got = new int[3];
        for (var freed = 1; freed <= 1000; freed++)
        {
            Assert.Null(slots.Next(running.Dequeue(), out _));
            var winner = Assert.Single(shares, share => share.Slots > 0);
            got[Array.IndexOf(shares, winner)]++;
            slots.Return(winner, slots.Take(winner, false).Slots, Fakes.Taken(1), pump, More, at: 0);
            running.Enqueue(Assert.Single(StartAll(slots)));

            for (var i = 0; i < shares.Length; i++)
                Assert.InRange(got[i], (freed * shares[i].Weight / 10.0) - 1, (freed * shares[i].Weight / 10.0) + 1);
        }

        Assert.Equal([600, 300, 100], got);
    }

    [Fact]
    public void Jobs_fetched_ahead_are_started_by_weight_too()
    {
        var (slots, a, b) = Make2(concurrency: 1, 3, 1);
        var (ofA, ofB) = (Fakes.Taken(900), Fakes.Taken(900));
        slots.Return(a, 0, ofA, pump, NoMore, at: 0);
        slots.Return(b, 0, ofB, pump, NoMore, at: 0);

        var got = 0;
        var running = slots.Next(null, out _);
        for (var freed = 1; freed <= 1000; freed++)
        {
            got += Array.IndexOf(ofA, running!.Job) >= 0 ? 1 : 0;
            Assert.InRange(got, (freed * 0.75) - 1, (freed * 0.75) + 1);
            running = slots.Next(running, out _);
        }
    }

    /// <summary>A queue whose jobs are quick always has some at hand; one that has just been woken has none, and is not starved by them.</summary>
    [Fact]
    public void Jobs_fetched_ahead_of_one_queue_do_not_keep_another_from_its_share()
    {
        var (slots, busy, woken) = Make2(concurrency: 1, 1, 3);
        slots.Return(busy, 0, Fakes.Taken(1000), pump, More, at: 0);
        var running = slots.Next(null, out _);
        slots.Feed(woken);

        var got = 0;
        for (var freed = 1; freed <= 100; freed++)
        {
            running = slots.Next(running, out _);
            if (running is null)
            {
                got++;
                slots.Return(woken, slots.Take(woken, false).Slots, Fakes.Taken(1), pump, More, at: 0);
                running = slots.Next(null, out _);
            }
        }

        Assert.InRange(got, 74, 76);
    }

    [Fact]
    public void Strictly_a_queue_gets_slots_only_while_all_heavier_ones_are_empty()
    {
        var (slots, high, low) = Make2(concurrency: 4, 2, 1, strict: true);
        Assert.Equal(4, slots.Take(high, anyway: true).Slots);
        slots.Feed(low);

        slots.Return(high, 1, [], pump, More, at: 0);
        Assert.Equal((1, 0), (slots.Take(high, false).Slots, slots.Take(low, false).Slots));
        slots.Return(high, 4, Fakes.Taken(1), pump, NoMore, at: 0);
        StartAll(slots);

        Assert.Equal((0, 3), (slots.Take(high, false).Slots, slots.Take(low, false).Slots));
    }

    [Fact]
    public void Strictly_jobs_fetched_ahead_wait_for_a_heavier_queue_that_was_woken()
    {
        var (slots, high, low) = Make2(concurrency: 1, 2, 1, strict: true);
        slots.Return(low, 0, Fakes.Taken(10), pump, NoMore, at: 0);
        var running = slots.Next(null, out _);
        slots.Feed(high);

        Assert.Null(slots.Next(running, out _));
        Assert.Equal(1, slots.Take(high, false).Slots);
        slots.Return(high, 1, [], pump, NoMore, at: 0);
        Assert.NotNull(slots.Next(null, out _));
    }

    [Fact]
    public void A_free_slot_is_kept_for_a_job_at_hand()
    {
        var (slots, a, b) = Make2(concurrency: 5, 1, 1);
        Assert.Equal(5, slots.Take(a, anyway: true).Slots);

        slots.Return(a, 5, Fakes.Taken(3), pump, NoMore, at: 0);
        slots.Feed(b);

        Assert.Equal(2, slots.Take(b, false).Slots);
        Assert.Equal(3, StartAll(slots).Count);
    }

    /// <summary>Else they would wait for the end of one more turn.</summary>
    [Fact]
    public void Jobs_that_came_are_started_in_slots_granted_meanwhile()
    {
        var (slots, a) = Make(concurrency: 4);
        slots.Return(a, slots.Take(a, anyway: true).Slots, Fakes.Taken(4), pump, More, at: 0);
        var running = StartAll(slots);
        foreach (var job in running)
            Assert.Null(slots.Next(job, out _));
        Assert.Equal(4, a.Slots);

        slots.Return(a, 0, Fakes.Taken(4), pump, More, at: 0);

        Assert.Equal(4, StartAll(slots).Count);
    }

    [Fact]
    public void No_more_jobs_run_than_there_are_slots()
    {
        var (slots, a) = Make(concurrency: 3);
        slots.Return(a, 0, Fakes.Taken(10), pump, NoMore, at: 0);

        var running = StartAll(slots);

        Assert.Equal(3, running.Count);
        Assert.Equal(3, slots.Running);
        Assert.Equal(running.ToHashSet(), slots.Snapshot().ToHashSet());
    }

    [Fact]
    public void A_runner_is_told_when_there_is_work_and_room_for_one_more()
    {
        var (slots, a) = Make(concurrency: 3);
        slots.Return(a, 0, Fakes.Taken(3), pump, NoMore, at: 0);

        slots.Next(null, out var first);
        slots.Next(null, out var second);
        slots.Next(null, out var third);

        Assert.Equal([true, true, false], [first, second, third]);
    }

    [Fact]
    public void Once_closed_nothing_is_granted_and_nothing_starts()
    {
        var (slots, a) = Make(concurrency: 2);
        slots.Return(a, slots.Take(a, anyway: true).Slots, Fakes.Taken(3), pump, More, at: 0);
        var running = slots.Next(null, out _);
        slots.Close();
        runners = 0;

        Assert.Null(slots.Next(null, out _));
        Assert.Null(slots.Next(running, out _));
        slots.Feed(a);
        slots.Return(a, 0, Fakes.Taken(1), pump, More, at: 0);

        Assert.Equal(0, slots.Take(a, anyway: true).Slots);
        Assert.Equal(0, runners); // a runner that finds nothing to do would start the next, and so on
        Assert.Equal(3, slots.Withdraw(a).Count);
    }

    [Fact]
    public void Jobs_are_taken_back_when_the_oldest_has_waited_long_enough()
    {
        var (slots, a) = Make(concurrency: 1);
        clock.Now = 100;
        slots.Return(a, 0, Fakes.Taken(2), pump, NoMore, at: 0);
        clock.Now = 200;
        slots.Return(a, 0, Fakes.Taken(1), pump, NoMore, at: 0);

        Assert.Empty(slots.WithdrawStale(a, before: 99));
        Assert.Equal(3, slots.WithdrawStale(a, before: 100).Count);
        Assert.Null(slots.Next(null, out _));
    }

    /// <summary>However long the turn was under way.</summary>
    [Fact]
    public void A_job_that_came_for_a_granted_slot_is_never_stale()
    {
        var (slots, a) = Make(concurrency: 2);
        var granted = slots.Take(a, anyway: true).Slots;
        var jobs = Fakes.Taken(5);
        clock.Now = clock.TimestampFrequency;

        slots.Return(a, granted, jobs, pump, More, at: 0);

        Assert.Equal(jobs[2..], slots.WithdrawStale(a, before: clock.Now));
        Assert.Equal(jobs[..2], StartAll(slots).Select(running => running.Job));
    }

    [Fact]
    public void Some_jobs_are_taken_back_by_their_ids_and_the_others_keep_their_order()
    {
        var (slots, a) = Make(concurrency: 1);
        var jobs = Fakes.Taken(5);
        slots.Return(a, 0, jobs, pump, NoMore, at: 0);

        var back = slots.Withdraw(a, [jobs[1].Id, jobs[3].Id, JobId.New()]);

        Assert.Equal([jobs[1], jobs[3]], back);
        var running = slots.Next(null, out _);
        Assert.Same(jobs[0], running!.Job);
        running = slots.Next(running, out _);
        Assert.Same(jobs[2], running!.Job);
        running = slots.Next(running, out _);
        Assert.Same(jobs[4], running!.Job);
        Assert.Null(slots.Next(running, out _));
    }

    [Fact]
    public async Task Under_contention_every_job_runs_once_and_never_too_many_at_a_time()
    {
        const int total = 50_000, concurrency = 7;
        var crowd = new Crowd();
        var ran = new System.Collections.Concurrent.ConcurrentDictionary<JobId, int>();
        var count = 0;
        var done = new TaskCompletionSource();
        Slots slots = null!;
        slots = new Slots(concurrency, strict: false) { StartRunner = () => ThreadPool.QueueUserWorkItem(_ => Run()) };
        QueueShare[] shares = [new(2, Nothing), new(1, Nothing)];
        foreach (var share in shares)
            slots.Add(share);

        void Run()
        {
            RunningJob? running = null;
            while ((running = slots.Next(running, out var another)) is not null)
            {
                if (another)
                    slots.StartRunner();
                crowd.Enter();
                ran.AddOrUpdate(running.Job.Id, 1, static (_, n) => n + 1);
                crowd.Leave();
                if (Interlocked.Increment(ref count) == total)
                    done.TrySetResult();
            }
        }

        await Task.WhenAll(shares.Select(share => Task.Run(() =>
        {
            for (var left = total / 2; left > 0; left -= 100)
                slots.Return(share, slots.Take(share, anyway: true).Slots, Fakes.Taken(100), pump, more: left > 100, at: 0);
        })));

        await done.Task.Soon();
        Assert.All(ran.Values, times => Assert.Equal(1, times));
        Assert.InRange(crowd.Most, 1, concurrency);
    }

    /// <summary>A process that stood still: others may have run it meanwhile.</summary>
    [Fact]
    public void A_job_fetched_three_quarters_of_a_session_ago_is_not_started_any_more()
    {
        var (slots, a) = Make(concurrency: 2);
        slots.Return(a, 0, Fakes.Taken(2), pump, NoMore, at: 0);
        clock.Now = clock.TimestampFrequency * 12; // of 15 s

        Assert.Empty(StartAll(slots));
        Assert.Equal(2, slots.WithdrawStale(a, before: -1).Count);
        slots.Return(a, 0, Fakes.Taken(3), pump, NoMore, at: clock.Now);
        Assert.Equal(2, StartAll(slots).Count);
    }

    /// <summary>Its turn was under way for most of a session, over a slow link.</summary>
    [Fact]
    public void A_job_fetched_long_ago_is_started_while_renewals_show_that_its_session_lives()
    {
        var (slots, a) = Make(concurrency: 2);
        clock.Now = clock.TimestampFrequency * 12; // of 15 s
        pump.Session.Renewed(sentAt: clock.TimestampFrequency * 10);

        slots.Return(a, 0, Fakes.Taken(2), pump, NoMore, at: 1);

        Assert.Equal(2, StartAll(slots).Count);
    }

    private static void Nothing()
    {
    }

    private static List<RunningJob> StartAll(Slots slots)
    {
        var started = new List<RunningJob>();
        while (slots.Next(null, out _) is { } job)
            started.Add(job);
        return started;
    }

    private Slots NewSlots(int concurrency, bool strict) => new(concurrency, strict) { StartRunner = () => runners++ };

    private (Slots Slots, QueueShare Share) Make(int concurrency)
    {
        var slots = NewSlots(concurrency, strict: false);
        var share = new QueueShare(1, Nothing);
        slots.Add(share);
        return (slots, share);
    }

    private (Slots Slots, QueueShare A, QueueShare B) Make2(int concurrency, int weightA, int weightB, bool strict = false)
    {
        var slots = NewSlots(concurrency, strict);
        var (a, b) = (new QueueShare(weightA, Nothing), new QueueShare(weightB, Nothing));
        slots.Add(a);
        slots.Add(b);
        return (slots, a, b);
    }

    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long GetTimestamp() => Now;
    }
}
