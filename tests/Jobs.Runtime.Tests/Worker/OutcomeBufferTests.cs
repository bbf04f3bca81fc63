using Jobs.Worker;

namespace Jobs.Runtime.Tests.Worker;

public sealed class OutcomeBufferTests
{
    private readonly OutcomeBuffer outbox = new(static () => { });

    [Fact]
    public void A_turn_tells_all_that_has_ended()
    {
        Add(10, 20, 30);

        Assert.Equal(3, outbox.Take(budget: 1000).Count);
        Assert.True(outbox.IsEmpty);
    }

    [Fact]
    public void A_turn_tells_as_much_as_its_bytes_allow_and_the_next_ones_tell_the_rest()
    {
        var all = Add(400, 400, 400, 10);
        var told = new List<JobId>();
        int[] counts = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            var batch = outbox.Take(budget: 1000);
            told.AddRange(batch.Select(outcome => outcome.Job.Id));
            var count = batch.Count;
            batch.Clear();
            return count;
        })];

        Assert.Equal([2, 2, 0], counts);
        Assert.Equal(all, told);
    }

    [Fact]
    public void One_outcome_is_told_however_large()
    {
        Add(5000, 10);

        Assert.Single(outbox.Take(budget: 1));
    }

    private JobId[] Add(params int[] sizes) => [.. sizes.Select(size =>
    {
        var running = Fakes.Running(Fakes.Taken());
        outbox.Add(running, Outcome.Dead(running.Job, RunState.None) with { State = new byte[size] });
        return running.Job.Id;
    })];
}
