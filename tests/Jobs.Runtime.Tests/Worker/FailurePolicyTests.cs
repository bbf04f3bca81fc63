using Jobs.Worker;

namespace Jobs.Runtime.Tests.Worker;

public sealed class FailurePolicyTests
{
    private const double Jitter = 0.5;
    private static readonly JobDefinition Definition = new("work") { MaxAttempts = 3, Retry = RetryPolicy.Parse("10s,20s") };

    public static TheoryData<Exception> Exceptions =>
    [
        new IOException("disk"), new OperationCanceledException(), new JobSnoozeException(TimeSpan.FromHours(1)), new JobDeadException("no"), new JobCancelledException("no"),
    ];

    [Theory]
    [InlineData(0, 10)]
    [InlineData(1, 20)]
    public void A_failure_waits_as_the_job_says(int failures, int seconds)
    {
        var error = new IOException("disk full");

        var verdict = Decide(Fakes.Attempt(Definition, failures: failures, recoveries: 2), error, Jitter);

        Assert.Equal((RunEnd.Failed, error, TimeSpan.FromSeconds(seconds)), (verdict.End, verdict.Error, verdict.RetryIn));
        Assert.Equal((RunEnd.Failed, "failed", seconds * 1000L, 60_000L), (verdict.Outcome.End, verdict.Outcome.Counter, verdict.Outcome.DelayMs, verdict.Outcome.RetentionMs));
        var state = StateOf(verdict);
        Assert.Equal((RunEnd.Failed, failures + 1, 0), (state.Kind, state.Failures, state.Recoveries));
        Assert.StartsWith("System.IO.IOException: disk full", state.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void Jitter_is_that_of_the_policy()
    {
        var attempt = Fakes.Attempt(new JobDefinition("work") { Retry = RetryPolicy.Parse("linear 10s") });

        Assert.Equal(TimeSpan.FromSeconds(10), Decide(attempt, new IOException(), 0).RetryIn);
        Assert.Equal(TimeSpan.FromSeconds(10.9), Decide(attempt, new IOException(), 0.9).RetryIn);
    }

    [Theory]
    [InlineData(null, 2)]
    [InlineData(5, 4)]
    [InlineData(1, 0)]
    public void The_last_attempt_makes_it_dead(int? maxAttempts, int failures)
    {
        var error = new IOException("disk full");

        var verdict = Decide(Fakes.Attempt(Definition, failures: failures, maxAttempts: maxAttempts), error, Jitter);

        Assert.Equal((RunEnd.Dead, error, RunEnd.Dead), (verdict.End, verdict.Error, verdict.Outcome.End));
        Assert.Equal((RunEnd.Dead, failures + 1), (StateOf(verdict).Kind, StateOf(verdict).Failures));
        Assert.Contains("disk full", StateOf(verdict).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void The_enqueuing_call_decides_over_the_attribute()
    {
        Assert.Equal(RunEnd.Failed, Decide(Fakes.Attempt(Definition, failures: 3, maxAttempts: 5), new IOException(), Jitter).End);
    }

    [Fact]
    public void The_first_rule_that_matches_decides()
    {
        var narrow = ExceptionRule.RetryOn<FileNotFoundException>("7s");
        var wide = ExceptionRule.RetryOn<IOException>("9s");

        Assert.Equal(TimeSpan.FromSeconds(7), Decide([narrow, wide], new FileNotFoundException()).RetryIn);
        Assert.Equal(TimeSpan.FromSeconds(9), Decide([wide, narrow], new FileNotFoundException()).RetryIn);
        Assert.Equal(TimeSpan.FromSeconds(9), Decide([narrow, wide], new EndOfStreamException()).RetryIn);
        Assert.Equal(TimeSpan.FromSeconds(10), Decide([narrow, wide], new FormatException()).RetryIn);

        static Verdict Decide(ExceptionRule[] rules, Exception error) => FailurePolicyTests.Decide(Fakes.Attempt(Definition, rules), error, Jitter);
    }

    [Fact]
    public void A_rule_can_make_the_first_failure_the_last()
    {
        var verdict = Decide(Fakes.Attempt(Definition, [ExceptionRule.DeadOn<FormatException>()]), new FormatException("bad"), Jitter);

        Assert.Equal((RunEnd.Dead, 1), (verdict.End, StateOf(verdict).Failures));
    }

    [Theory]
    [InlineData(5, 3, false)] // more than the job's own 3
    [InlineData(5, 4, true)]
    [InlineData(1, 0, true)] // fewer
    public void A_rule_can_have_its_own_number_of_attempts(int maxAttempts, int failures, bool dead)
    {
        var attempt = Fakes.Attempt(Definition, [ExceptionRule.RetryOn<IOException>("1s", maxAttempts)], failures);

        Assert.Equal(dead ? RunEnd.Dead : RunEnd.Failed, Decide(attempt, new IOException(), Jitter).End);
    }

    [Fact]
    public void A_run_that_stops_when_asked_to_clears_the_recoveries()
    {
        var verdict = Decide(Fakes.Attempt(Definition, failures: 2, recoveries: 1, stop: StopReason.Shutdown), new OperationCanceledException(), Jitter);

        Assert.Equal((RunEnd.Interrupted, RunEnd.Interrupted), (verdict.End, verdict.Outcome.End));
        Assert.Equal(new RunState(RunEnd.Failed, 2, 0, "the failure before"), StateOf(verdict));
    }

    [Fact]
    public void A_run_that_stops_when_asked_to_writes_nothing_where_there_is_nothing_to_clear() =>
        Assert.Empty(Decide(Fakes.Attempt(Definition, failures: 2, stop: StopReason.Shutdown), new OperationCanceledException(), Jitter).Outcome.State);

    [Fact]
    public void A_snooze_counts_no_attempt_and_keeps_what_was_noted()
    {
        var verdict = Decide(Fakes.Attempt(Definition, failures: 2, recoveries: 1), new JobSnoozeException(TimeSpan.FromHours(1)), Jitter);

        Assert.Equal((RunEnd.Snoozed, RunEnd.Snoozed, "snoozed", 3_600_000L), (verdict.End, verdict.Outcome.End, verdict.Outcome.Counter, verdict.Outcome.DelayMs));
        Assert.Equal(new RunState(RunEnd.Snoozed, 2, 0, "the failure before"), StateOf(verdict));
    }

    [Fact]
    public void A_handler_can_say_that_it_will_never_succeed()
    {
        var verdict = Decide(Fakes.Attempt(Definition), new JobDeadException("no such customer", new IOException("cause")), Jitter);

        Assert.Equal((RunEnd.Dead, 1), (verdict.End, StateOf(verdict).Failures));
        Assert.Contains("no such customer", StateOf(verdict).LastError, StringComparison.Ordinal);
        Assert.Contains("cause", StateOf(verdict).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void A_handler_can_say_that_it_is_not_to_be_done()
    {
        var verdict = Decide(Fakes.Attempt(Definition, failures: 1), new JobCancelledException("customer left"), Jitter);

        Assert.Equal((RunEnd.Cancelled, RunEnd.Cancelled, "cancelled"), (verdict.End, verdict.Outcome.End, verdict.Outcome.Counter));
        Assert.Equal(new RunState(RunEnd.Cancelled, 1, 0, "customer left"), StateOf(verdict));
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Cancelled_from_outside_it_is_cancelled_whatever_it_throws(Exception error)
    {
        var verdict = Decide(Fakes.Attempt(Definition, stop: StopReason.Cancelled), error, Jitter);

        Assert.Equal((RunEnd.Cancelled, "cancelled while it ran"), (verdict.End, StateOf(verdict).LastError));
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Interrupted_by_the_shutdown_it_goes_back_unless_the_handler_says_what_else(Exception error)
    {
        var verdict = Decide(Fakes.Attempt(Definition, failures: 2, stop: StopReason.Shutdown), error, Jitter);

        var expected = error switch
        {
            JobSnoozeException => RunEnd.Snoozed,
            JobDeadException => RunEnd.Dead,
            JobCancelledException => RunEnd.Cancelled,
            _ => RunEnd.Interrupted,
        };
        Assert.Equal(expected, verdict.End);
        if (expected == RunEnd.Interrupted)
            Assert.Equal((RunEnd.Interrupted, 0), (verdict.Outcome.End, verdict.Outcome.State.Length)); // what is stored about it stays as it is
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void Timed_out_a_cancellation_is_the_timeout_and_anything_else_is_itself(Exception error)
    {
        var verdict = Decide(Fakes.Attempt(Definition, stop: StopReason.Timeout), error, Jitter);

        var expected = error switch
        {
            JobSnoozeException => RunEnd.Snoozed,
            JobDeadException => RunEnd.Dead,
            JobCancelledException => RunEnd.Cancelled,
            _ => RunEnd.Failed,
        };
        Assert.Equal(expected, verdict.End);
        if (expected == RunEnd.Failed)
            Assert.IsType(error is OperationCanceledException ? typeof(TimeoutException) : error.GetType(), verdict.Error);
    }

    [Fact]
    public void A_rule_for_timeouts_matches_a_timeout()
    {
        var rules = new[] { ExceptionRule.DeadOn<TimeoutException>() };

        Assert.Equal(RunEnd.Dead, Decide(Fakes.Attempt(Definition, rules, stop: StopReason.Timeout), new TaskCanceledException(), Jitter).End);
    }

    [Fact]
    public void A_cancellation_nobody_asked_for_is_a_failure_like_any_other()
    {
        var verdict = Decide(Fakes.Attempt(Definition), new TaskCanceledException("an HTTP call of its own timed out"), Jitter);

        Assert.Equal((RunEnd.Failed, 1), (verdict.End, StateOf(verdict).Failures));
    }

    [Fact]
    public void An_exception_that_cannot_be_written_down_is_a_failure_like_any_other()
    {
        var verdict = Decide(Fakes.Attempt(Definition), new Unspeakable(), Jitter);

        Assert.Equal(RunEnd.Failed, verdict.End);
        Assert.Contains(nameof(Unspeakable), StateOf(verdict).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_very_many_failures_is_stored_without_its_trace_and_says_so()
    {
        var error = Thrown(new InvalidOperationException("no answer", new IOException("broken pipe")));

        var text = StateOf(FailurePolicy.Decide(Fakes.Attempt(Definition), error, Jitter, static () => false, stopping: false)).LastError;

        Assert.StartsWith("System.InvalidOperationException: no answer ---> System.IO.IOException: broken pipe", text, StringComparison.Ordinal);
        Assert.Contains("no stack trace: more than 500 attempts failed in this second", text, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Thrown), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_dies_is_stored_with_its_trace_among_however_many()
    {
        var error = Thrown(new IOException("disk full"));

        var text = StateOf(FailurePolicy.Decide(Fakes.Attempt(Definition, failures: 2), error, Jitter, static () => false, stopping: false)).LastError;

        Assert.Contains(nameof(Thrown), text, StringComparison.Ordinal);
    }

    private static Exception Thrown(Exception error)
    {
        try
        {
            throw error;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private static Verdict Decide(Attempt attempt, Exception error, double jitter, bool stopping = false) =>
        FailurePolicy.Decide(attempt, error, jitter, static () => true, stopping);

    private static RunState StateOf(Verdict verdict) => RunState.Decode(verdict.Outcome.State);

    private sealed class Unspeakable : Exception
    {
        public override string ToString() => throw this;
    }
}
