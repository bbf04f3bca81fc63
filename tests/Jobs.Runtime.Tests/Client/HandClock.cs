namespace Jobs.Runtime.Tests.Client;

/// <summary>A clock that is moved by hand: timers that have come due run when it is moved, each once, on the thread that moves it.</summary>
internal sealed class HandClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<HandTimer> timers = [];
    private TimeSpan passed;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How many timers wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return timers.Count(timer => timer.Due is not null);
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(60) + Passed;

    public override long GetTimestamp() => Passed.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (gate)
        {
            timers.Add(timer);
        }

        return timer;
    }

    public void Advance(TimeSpan by)
    {
        HandTimer[] due;
        lock (gate)
        {
            passed += by;
            due = [.. timers.Where(timer => timer.Due <= passed)];
        }

        foreach (var timer in due)
            timer.Run();
    }

    private TimeSpan Passed
    {
        get
        {
            lock (gate)
            {
                return passed;
            }
        }
    }

    private sealed class HandTimer(HandClock clock, Action callback) : ITimer
    {
        private TimeSpan every;

        public TimeSpan? Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                (Due, every) = (dueTime == Timeout.InfiniteTimeSpan ? null : clock.passed + dueTime, period);
                return true;
            }
        }

        public void Run()
        {
            lock (clock.gate)
            {
                Due = every > TimeSpan.Zero ? clock.passed + every : null;
            }

            callback();
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
