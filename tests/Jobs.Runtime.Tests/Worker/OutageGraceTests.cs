using Jobs.Worker;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Two workers that live, and every way in which Redis can come and go for eight renewals: none recovers the other.</summary>
/// <remarks>A worker that finds Redis late after one outage is not recovered. One that is late after each of many short ones, of which the
/// other notices none, has been silent for a session in which Redis served: that is no outage.</remarks>
public sealed class OutageGraceTests
{
    private const int Session = 6; // ticks
    private const int BetweenRenewals = Session / 3;
    private const int Horizon = 16; // ticks: twice as long as it takes to lose a session and to be allowed to recover others
    private const int MaxLate = 2; // ticks: how much later than the other one worker finds Redis again
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    [Fact]
    public void No_outage_has_one_living_worker_recover_another() => Assert.Null(FirstRecoveryOfTheLiving(streak => streak.IsLongEnough));

    [Fact]
    public void Without_the_grace_one_does_and_it_is_seen() => Assert.NotNull(FirstRecoveryOfTheLiving(_ => true));

    [Fact]
    public void A_worker_that_died_is_recovered_by_one_that_was_heard_all_along()
    {
        var time = new FakeTimeProvider();
        var living = new RenewalStreak(time, Session * Tick);
        for (var tick = 0; tick < Session; tick += BetweenRenewals)
        {
            living.Renewed();
            Assert.False(living.IsLongEnough);
            time.Advance(BetweenRenewals * Tick);
        }
        living.Renewed();

        Assert.True(living.IsLongEnough);
    }

    /// <returns>The outages after which it happened; null: never.</returns>
    private static string? FirstRecoveryOfTheLiving(Func<RenewalStreak, bool> mayRecover)
    {
        for (var outages = 0; outages < 1 << Horizon; outages++)
        {
            for (var late = 0; late <= MaxLate; late++)
            {
                var onePiece = (outages & (outages + (outages & -outages))) == 0;
                if ((late == 0 || onePiece) && Recovers(outages, late, mayRecover))
                    return $"Redis away in ticks {Convert.ToString(outages, 2)} from the right, the second worker {late} late";
            }
        }
        return null;
    }

    private static bool Recovers(int outages, int late, Func<RenewalStreak, bool> mayRecover)
    {
        var time = new FakeTimeProvider();
        Living[] workers = [new(time, late: 0), new(time, late)];
        var back = 0; // since when Redis has been there
        for (var tick = 0; tick < Horizon + Session; tick++, time.Advance(Tick))
        {
            var serves = tick >= Horizon || (outages >> tick & 1) == 0;
            back = serves ? back : tick + 1;
            foreach (var worker in workers)
            {
                worker.Act(tick, reached: serves && (back == 0 || tick >= back + worker.Late));
                if (serves && mayRecover(worker.Streak) && Array.Exists(workers, other => other.Expiry <= tick))
                    return true;
            }
        }
        return false;
    }

    /// <summary>Renews as <see cref="SessionKeeper"/> does: each third of a session, and soon again where it was not answered.</summary>
    private sealed class Living(TimeProvider time, int late)
    {
        private int next;

        public RenewalStreak Streak { get; } = new(time, Session * Tick);

        public int Late => late;

        /// <summary>As Redis has it.</summary>
        public int Expiry { get; private set; } = Session;

        public void Act(int tick, bool reached)
        {
            if (tick < next)
                return;
            next = tick + (reached ? BetweenRenewals : 1);
            if (reached)
            {
                Expiry = tick + Session;
                Streak.Renewed();
            }
            else
            {
                Streak.Broken();
            }
        }
    }
}
