namespace Jobs.Abstractions.Tests.Client;

/// <summary>Half of a surrogate pair has no UTF-8, so two texts with one would be stored as the same.</summary>
public sealed class SurrogateTests
{
    private static readonly string[] Broken = ["\ud800", "invoice-\udfff", "\udc00\ud800", "\U0001F600\ud800x"]; // an attribute cannot hold them

    [Fact]
    public void An_id_of_a_key_with_half_a_pair_is_refused() => Assert.All(Broken, key =>
    {
        var error = Assert.Throws<ArgumentException>(() => JobId.From(key));
        Assert.Contains("The key of a job id has half of a surrogate pair", error.Message);
    });

    [Fact]
    public void A_step_whose_name_has_half_a_pair_is_refused_and_not_done() => Assert.All(Broken, step =>
    {
        var context = new JobContext { Id = JobId.New(), JobName = "work" };
        var done = false;
        var error = Assert.Throws<ArgumentException>(() =>
        {
            _ = context.OnceAsync(step, _ =>
            {
                done = true;
                return Task.CompletedTask;
            }, CancellationToken.None);
        });
        Assert.Contains("half of a surrogate pair", error.Message);
        Assert.False(done);
    });

    [Fact]
    public void A_whole_pair_makes_an_id() => Assert.NotEqual(JobId.From("\U0001F600"), JobId.From("\U0001F601"));
}
