using Jobs.Worker;
using Microsoft.Extensions.Time.Testing;

namespace Jobs.Runtime.Tests.Worker;

public sealed class TraceBudgetTests
{
    [Fact]
    public void Each_second_has_its_own()
    {
        var clock = new FakeTimeProvider();
        var budget = new TraceBudget(clock);

        Assert.Equal(TraceBudget.PerSecond, Taken());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TraceBudget.PerSecond, Taken());

        int Taken() => Enumerable.Range(0, 2 * TraceBudget.PerSecond).Count(_ => budget.TryTake());
    }
}
