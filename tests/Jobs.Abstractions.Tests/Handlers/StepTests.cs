namespace Jobs.Abstractions.Tests.Handlers;

/// <summary>Steps in a context made by hand, as in a handler's unit test: nothing is recorded.</summary>
public class StepTests
{
    private readonly JobContext context = new() { Id = JobId.New(), JobName = "work" };

    [Fact]
    public async Task A_step_runs_and_its_result_is_given_back() =>
        Assert.Equal(new Uri("https://a"), await context.OnceAsync("render", static _ => Task.FromResult(new Uri("https://a")), CancellationToken.None));

    [Fact]
    public async Task A_step_is_given_the_token()
    {
        using var source = new CancellationTokenSource();
        var given = CancellationToken.None;

        await context.OnceAsync("render", token => { given = token; return Task.CompletedTask; }, source.Token);

        Assert.Equal(source.Token, given);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_name_must_be_one(string step) =>
        Assert.Throws<ArgumentException>(() => { _ = context.OnceAsync(step, static _ => Task.CompletedTask, CancellationToken.None); });

    [Fact]
    public void A_name_has_a_bound() =>
        Assert.Throws<ArgumentException>(() => { _ = context.OnceAsync(new string('a', 129), static _ => Task.CompletedTask, CancellationToken.None); });

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await context.OnceAsync("render", static _ => Task.CompletedTask, CancellationToken.None);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => context.OnceAsync("render", static _ => Task.FromResult(1), CancellationToken.None));
        Assert.Contains("step 'render' a second time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_step_that_threw_may_be_done_again()
    {
        await Assert.ThrowsAsync<TimeoutException>(() => context.OnceAsync("render", static _ => throw new TimeoutException(), CancellationToken.None));

        Assert.Equal(1, await context.OnceAsync("render", static _ => Task.FromResult(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_step_is_not_begun_with_a_cancelled_token()
    {
        var begun = false;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => context.OnceAsync("render", _ => { begun = true; return Task.CompletedTask; }, new CancellationToken(canceled: true)));

        Assert.False(begun);
    }

    [Fact]
    public async Task There_is_a_bound_on_steps()
    {
        for (var i = 0; i < Limits.MaxSteps; i++)
            await context.OnceAsync($"{i}", static _ => Task.CompletedTask, CancellationToken.None);

        await Assert.ThrowsAsync<JobDeadException>(() => context.OnceAsync("more", static _ => Task.CompletedTask, CancellationToken.None));
    }
}
