using Jobs.Worker;

namespace Jobs.Runtime.Tests.Worker;

/// <summary>Which jobs that others have left a worker asks for.</summary>
public sealed class RunnableKindsTests
{
    private const string Need = "extension 5";

    [Fact]
    public void A_worker_that_understands_a_need_asks_for_jobs_with_it_and_without_it()
    {
        var kinds = Kinds([Need]);

        Assert.True(Asks(kinds, JobKind.Of("work", 1)));
        Assert.True(Asks(kinds, JobKind.Of("work", 1, Need)));
    }

    [Fact]
    public void A_worker_that_does_not_understand_a_need_asks_for_no_job_with_it()
    {
        Assert.False(Asks(Kinds([]), JobKind.Of("work", 1, Need)));
        Assert.False(Asks(Kinds(["extension 3"]), JobKind.Of("work", 1, Need)));
    }

    /// <summary>Else it and an older worker that has the handler would hand the job to each other for ever.</summary>
    [Fact]
    public void A_worker_that_understands_a_need_asks_for_no_job_that_it_has_no_handler_for() =>
        Assert.False(Asks(Kinds([Need]), JobKind.Of("rare", 1, Need)));

    [Fact]
    public void A_worker_asks_for_jobs_by_their_former_names_too()
    {
        var kinds = new RunnableKinds(Handlers<StrictWork>(), [Need]);

        Assert.True(Asks(kinds, JobKind.Of("old-work", 1, Need)));
    }

    /// <summary>Whoever could not read the form could not read the version of the payload either.</summary>
    [Fact]
    public void A_worker_that_understands_a_form_asks_for_jobs_that_others_could_not_read()
    {
        var left = JobEnvelope.Read(Convert.FromHexString("9203A4776F726B")); // [3, "work"]

        Assert.True(Asks(Kinds(["form 3"]), JobKind.Of(left)));
        Assert.False(Asks(Kinds(["form 4"]), JobKind.Of(left)));
    }

    [Fact]
    public void The_kind_of_a_plain_job_is_what_it_was() =>
        Assert.Equal("705C41D599B4EEC2", Convert.ToHexString(JobKind.Of("work", 1)));

    private static RunnableKinds Kinds(string[] needsMet) => new(Handlers<Work>(), needsMet);

    private static bool Asks(RunnableKinds kinds, byte[] kind) => kinds.Among(kind).Length == 1;

    private static JobHandlerTable Handlers<TJob>() where TJob : IJob<TJob>
    {
        var table = new JobHandlerTable();
        table.Add<TJob, LambdaHandler<TJob>>(_ => new((_, _, _) => Task.CompletedTask), needsScope: false);
        return table;
    }
}
