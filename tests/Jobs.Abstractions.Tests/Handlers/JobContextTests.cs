namespace Jobs.Abstractions.Tests.Handlers;

public sealed class JobContextTests
{
    [Fact]
    public void A_test_makes_one_from_id_and_name_alone()
    {
        var context = new JobContext { Id = JobId.From("a"), JobName = "greet" };

        Assert.Equal("default", context.Queue);
        Assert.Equal((1, 25), (context.Attempt, context.MaxAttempts));
        Assert.Equal((0, 0L), (context.Recoveries, context.FencingToken));
        Assert.Empty(context.Headers);
        Assert.False(context.SoftStop.CanBeCanceled);
        Assert.Null(context.Services.GetService(typeof(IJobClient)));
        Assert.Null(context.Payload);
    }

    [Fact]
    public void The_idempotency_key_is_the_same_for_every_attempt_at_a_job()
    {
        var id = JobId.From("a");
        var first = new JobContext { Id = id, JobName = "greet", Attempt = 1, FencingToken = 7 };
        var second = new JobContext { Id = id, JobName = "greet", Attempt = 2, FencingToken = 9 };
        var other = new JobContext { Id = JobId.From("b"), JobName = "greet" };

        Assert.Equal(first.IdempotencyKey, second.IdempotencyKey);
        Assert.NotEqual(first.IdempotencyKey, other.IdempotencyKey);
    }
}
