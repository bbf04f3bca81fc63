using System.Reflection;
using Jobs.Worker;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>What <c>.Wait()</c>, <c>.Result</c> and reflection wrap, and what a stop of the worker throws.</summary>
public sealed class CauseTests
{
    private static readonly JobDefinition Definition = new("work") { MaxAttempts = 3, Retry = RetryPolicy.Parse("10s") };
    private static readonly CancellationToken Raised = new(canceled: true);

    public static TheoryData<Exception> WrappedCancellations =>
    [
        new AggregateException(new TaskCanceledException()),
        new AggregateException(new AggregateException(new OperationCanceledException())),
        new AggregateException(new TaskCanceledException(), new OperationCanceledException()),
        new TargetInvocationException(new OperationCanceledException()),
        new TargetInvocationException(new AggregateException(new TaskCanceledException())),
        new AggregateException(new TargetInvocationException(new OperationCanceledException())),
    ];

    public enum Wrapper
    {
        Wait,
        Reflection,
        Both,
    }

    [Theory]
    [MemberData(nameof(WrappedCancellations))]
    public void A_wrapped_cancellation_of_a_timed_out_attempt_is_the_timeout(Exception error)
    {
        var verdict = Decide(Fakes.Attempt(Definition, stop: StopReason.Timeout), error);

        Assert.Equal(RunEnd.Failed, verdict.End);
        Assert.Same(error, Assert.IsType<TimeoutException>(verdict.Error).InnerException);
    }

    [Fact]
    public void A_cancellation_by_the_attempts_own_token_is_the_timeout_in_whatever_it_is_wrapped()
    {
        var attempt = Fakes.Attempt(Definition, stop: StopReason.Timeout);

        var verdict = Decide(attempt, new InvalidOperationException("the query failed", new OperationCanceledException(attempt.Running.Token)));

        Assert.IsType<TimeoutException>(verdict.Error);
    }

    [Theory]
    [MemberData(nameof(WrappedCancellations))]
    public void A_rule_for_timeouts_matches_a_wrapped_one(Exception error)
    {
        Assert.Equal(RunEnd.Dead, Decide(Fakes.Attempt(Definition, [ExceptionRule.DeadOn<TimeoutException>()], stop: StopReason.Timeout), error).End);
        Assert.Equal(
            TimeSpan.FromSeconds(7), Decide(Fakes.Attempt(Definition, [ExceptionRule.RetryOn<TimeoutException>("7s")], stop: StopReason.Timeout), error).RetryIn);
    }

    [Fact]
    public void A_failure_beside_a_cancellation_is_a_failure()
    {
        var error = new AggregateException(new TaskCanceledException(), new IOException("disk full"));

        Assert.Same(error, Decide(Fakes.Attempt(Definition, stop: StopReason.Timeout), error).Error);
    }

    [Theory]
    [InlineData(Wrapper.Wait)]
    [InlineData(Wrapper.Reflection)]
    [InlineData(Wrapper.Both)]
    public void A_rule_matches_what_is_wrapped(Wrapper by)
    {
        var attempt = Fakes.Attempt(Definition, [ExceptionRule.DeadOn<FormatException>()]);

        Assert.Equal(RunEnd.Dead, Decide(attempt, Wrap(new FormatException(), by)).End);
        Assert.Equal(RunEnd.Failed, Decide(attempt, Wrap(new IOException(), by)).End);
    }

    [Fact]
    public void A_rule_may_still_name_the_wrapper() =>
        Assert.Equal(RunEnd.Dead, Decide(Fakes.Attempt(Definition, [ExceptionRule.DeadOn<AggregateException>()]), new AggregateException(new IOException())).End);

    [Theory]
    [InlineData(Wrapper.Wait)]
    [InlineData(Wrapper.Reflection)]
    [InlineData(Wrapper.Both)]
    public void What_the_handler_says_of_its_job_counts_when_it_is_wrapped(Wrapper by)
    {
        var attempt = Fakes.Attempt(Definition, failures: 1);

        Assert.Equal(RunEnd.Dead, Decide(attempt, Wrap(new JobDeadException("no such customer"), by)).End);
        Assert.Equal(RunEnd.Snoozed, Decide(attempt, Wrap(new JobSnoozeException(TimeSpan.FromHours(1)), by)).End);
        Assert.Equal("customer left", StateOf(Decide(attempt, Wrap(new JobCancelledException("customer left"), by))).LastError);
    }

    public static TheoryData<Exception> Stops =>
    [
        new OperationCanceledException(Raised),
        new TaskCanceledException("a task", innerException: null, Raised),
        new AggregateException(new OperationCanceledException(Raised)),
        new TargetInvocationException(new OperationCanceledException(Raised)),
    ];

    [Theory]
    [MemberData(nameof(Stops))]
    public void A_cancelled_token_is_an_interruption_while_the_worker_stops_and_costs_no_attempt(Exception error)
    {
        var last = Fakes.Attempt(Definition, maxAttempts: 1);

        var verdict = Decide(last, error, stopping: true);

        Assert.Equal((RunEnd.Interrupted, RunEnd.Interrupted, error), (verdict.End, verdict.Outcome.End, verdict.Error));
        Assert.Equal(RunEnd.Dead, Decide(last, error, stopping: false).End);
    }

    public static TheoryData<Exception> NoStops =>
    [
        new OperationCanceledException(), // names no token
        new OperationCanceledException(new CancellationTokenSource().Token), // of a token that nobody cancelled
        new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout", new TimeoutException(), Raised),
        new IOException("disk full"),
        new AggregateException(new OperationCanceledException(Raised), new IOException("disk full")),
    ];

    [Theory]
    [MemberData(nameof(NoStops))]
    public void Any_other_failure_while_the_worker_stops_is_a_failure(Exception error) =>
        Assert.Equal(RunEnd.Failed, Decide(Fakes.Attempt(Definition), error, stopping: true).End);

    [Fact]
    public void A_timeout_while_the_worker_stops_is_a_timeout()
    {
        var attempt = Fakes.Attempt(Definition, stop: StopReason.Timeout);

        Assert.IsType<TimeoutException>(Decide(attempt, new OperationCanceledException(attempt.Running.Token), stopping: true).Error);
    }

    [Theory]
    [InlineData(nameof(StopReason.Timeout))]
    [InlineData(nameof(StopReason.Shutdown))]
    public void A_cancellation_that_comes_after_another_stop_is_the_end_of_the_job(string first)
    {
        var attempt = Fakes.Attempt(Definition, stop: Enum.Parse<StopReason>(first));
        attempt.Running.Cancel(StopReason.Cancelled);

        Assert.Equal(RunEnd.Cancelled, Decide(attempt, new OperationCanceledException(attempt.Running.Token)).End);
    }

    [Fact]
    public void A_container_that_is_disposed_costs_no_attempt() =>
        Assert.Equal(RunEnd.Interrupted, Decide(Fakes.Attempt(Definition, maxAttempts: 1), new ServicesGoneException(new ObjectDisposedException("services"))).End);

    private static Exception Wrap(Exception error, Wrapper by) => by switch
    {
        Wrapper.Wait => new AggregateException(error),
        Wrapper.Reflection => new TargetInvocationException(error),
        _ => new TargetInvocationException(new AggregateException(error)),
    };

    private static Verdict Decide(Attempt attempt, Exception error, bool stopping = false) => FailurePolicy.Decide(attempt, error, 0.5, static () => true, stopping);

    private static RunState StateOf(Verdict verdict) => RunState.Decode(verdict.Outcome.State);
}
