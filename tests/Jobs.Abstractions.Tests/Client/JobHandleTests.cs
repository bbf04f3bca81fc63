using MessagePack;

namespace Jobs.Abstractions.Tests.Client;

public sealed class JobHandleTests
{
    private static readonly JobHandle Job = new(JobId.From("a"), "sums", AlreadyStored: true);

    [Fact]
    public void A_handle_with_a_result_names_the_same_job()
    {
        var handle = new JobHandle<int>(Job, new Answers([0xc0]), Add.ReadResult);

        Assert.Equal(Job, handle.Job);
        Assert.Equal(Job.Id, handle.Id);
        Assert.Equal("sums", handle.Queue);
        Assert.True(handle.AlreadyStored);
    }

    [Fact]
    public async Task The_result_is_read_from_what_the_client_answers()
    {
        var client = new Answers(MessagePackSerializer.Serialize(42, cancellationToken: Ct));
        using var stop = new CancellationTokenSource();

        Assert.Equal(42, await new JobHandle<int>(Job, client, Add.ReadResult).WaitForResultAsync(stop.Token));
        Assert.Equal(Job, client.Asked);
        Assert.Equal(stop.Token, client.Token);
    }

    [Fact]
    public async Task A_job_without_a_result_ends_the_wait_by_an_error_that_says_how_it_ended()
    {
        var handle = new JobHandle<int>(Job, new Answers(new JobFailedException(Job, JobState.Dead, "boom")), Add.ReadResult);

        var error = await Assert.ThrowsAsync<JobFailedException>(() => handle.WaitForResultAsync(Ct));

        Assert.Equal((Job, JobState.Dead, "boom"), (error.Job, error.State!.Value, error.Message));
    }

    [Fact]
    public void A_handle_needs_a_client_and_a_reader()
    {
        Assert.Throws<ArgumentNullException>(() => new JobHandle<int>(Job, null!, Add.ReadResult));
        Assert.Throws<ArgumentNullException>(() => new JobHandle<int>(Job, new Answers([0xc0]), null!));
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A client that answers what it was made with.</summary>
    private sealed class Answers(byte[] result, Exception? error = null) : IJobClient
    {
        public Answers(Exception error) : this([], error)
        {
        }

        public JobHandle Asked { get; private set; }

        public CancellationToken Token { get; private set; }

        public Task<ReadOnlyMemory<byte>> WaitForResultAsync(JobHandle job, CancellationToken cancellationToken = default)
        {
            (Asked, Token) = (job, cancellationToken);
            return error is null ? Task.FromResult<ReadOnlyMemory<byte>>(result) : Task.FromException<ReadOnlyMemory<byte>>(error);
        }

        public ValueTask<JobHandle> EnqueueAsync<TJob>(TJob payload, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
            where TJob : IJob<TJob> => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<JobHandle>> EnqueueManyAsync<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
            where TJob : IJob<TJob> => throw new NotSupportedException();

        public ValueTask<JobInfo?> GetAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public ValueTask<CancelResult> CancelAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
