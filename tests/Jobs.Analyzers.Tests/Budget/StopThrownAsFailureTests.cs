namespace Jobs.Analyzers.Tests.Budget;

public class StopThrownAsFailureTests
{
    private const string Message = "Thrown because the worker stops, this counts as a failed attempt: throw new OperationCanceledException(context.SoftStop)";

    [Theory]
    [InlineData("if (context.SoftStop.IsCancellationRequested) throw [|new InvalidOperationException(\"stopping\")|];")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) { await shop.SaveAsync(1, cancellationToken); throw [|new OperationCanceledException()|]; }")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) { throw [|new TaskCanceledException(\"stopping\")|]; }")]
    [InlineData("if (job.N > 0 && context.SoftStop.IsCancellationRequested) throw [|new InvalidOperationException()|];")]
    [InlineData("if (!context.SoftStop.IsCancellationRequested) { await shop.SaveAsync(1, cancellationToken); } else { throw [|new InvalidOperationException()|]; }")]
    [InlineData("try { await shop.CountAsync(1, context.SoftStop); } catch (OperationCanceledException e) when (context.SoftStop.IsCancellationRequested) { throw [|new InvalidOperationException(\"stopping\", e)|]; }")]
    public Task An_exception_that_does_not_say_that_the_worker_stops_is_reported(string body) =>
        Verify.ReportsAsync(Rule.StopThrownAsFailure, In.Handler(body), Message);

    [Theory]
    [InlineData("context.SoftStop.ThrowIfCancellationRequested();")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) throw new OperationCanceledException(context.SoftStop);")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) throw new OperationCanceledException(\"stopping\", context.SoftStop);")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) throw new JobSnoozeException(TimeSpan.FromSeconds(1));")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) throw new JobDeadException(\"too late\");")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) throw new AggregateException(new OperationCanceledException(context.SoftStop));")]
    [InlineData("try { await shop.CountAsync(1, context.SoftStop); } catch (OperationCanceledException) when (context.SoftStop.IsCancellationRequested) { throw; }")]
    public Task What_says_it_is_fine(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Theory]
    [InlineData("if (job.N < 0) throw new OperationCanceledException();")]
    [InlineData("if (job.N < 0 || context.SoftStop.IsCancellationRequested) throw new InvalidOperationException();")]
    [InlineData("if (context.SoftStop.IsCancellationRequested) { if (await shop.CountAsync(1, cancellationToken) > 0) throw new InvalidOperationException(\"not saved\"); }")]
    [InlineData("try { if (context.SoftStop.IsCancellationRequested) throw new InvalidOperationException(); } catch (InvalidOperationException) { await shop.SaveAsync(1, cancellationToken); }")]
    [InlineData("if (cancellationToken.IsCancellationRequested) throw new InvalidOperationException();")]
    [InlineData("Func<int> look = () => context.SoftStop.IsCancellationRequested ? throw new InvalidOperationException() : 1; try { look(); } catch (InvalidOperationException) { }")]
    public Task What_may_be_another_failure_or_is_caught_is_left_alone(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("if (context.SoftStop.IsCancellationRequested) throw new InvalidOperationException();"));

    [Fact]
    public Task The_fix_throws_the_cancellation_of_the_stop() => VerifyFix.OfAsync(
        Rule.StopThrownAsFailure,
        "Throw the cancellation of 'context.SoftStop'",
        In.Handler("if (context.SoftStop.IsCancellationRequested) throw new InvalidOperationException(\"stopping\");"),
        In.Handler("if (context.SoftStop.IsCancellationRequested) throw new OperationCanceledException(context.SoftStop);"));
}
