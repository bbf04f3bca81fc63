namespace Jobs.Generators.Tests.Enqueue;

/// <summary>Notes what the generated methods ask for.</summary>
internal sealed class RecordingClient : IJobClient
{
    public List<(object Payload, EnqueueOptions? Options, CancellationToken Token)> Single { get; } = [];

    public List<(IReadOnlyList<object> Payloads, EnqueueOptions? Options, CancellationToken Token)> Many { get; } = [];

    public byte[] Result { get; set; } = [];

    public JobHandle? Awaited { get; private set; }

    public ValueTask<JobHandle> EnqueueAsync<TJob>(TJob payload, EnqueueOptions? options = null, CancellationToken cancellationToken = default) where TJob : IJob<TJob>
    {
        Single.Add((payload, options, cancellationToken));
        return new(new JobHandle(JobId.From("single"), TJob.Definition.Queue));
    }

    public ValueTask<IReadOnlyList<JobHandle>> EnqueueManyAsync<TJob>(IEnumerable<TJob> payloads, EnqueueOptions? options = null, CancellationToken cancellationToken = default)
        where TJob : IJob<TJob>
    {
        Many.Add(([.. payloads.Cast<object>()], options, cancellationToken));
        return new(payloads.Select(static (_, i) => new JobHandle(JobId.From($"many-{i}"), TJob.Definition.Queue)).ToArray());
    }

    public ValueTask<JobInfo?> GetAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public ValueTask<CancelResult> CancelAsync(JobId id, string? queue = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ReadOnlyMemory<byte>> WaitForResultAsync(JobHandle job, CancellationToken cancellationToken = default)
    {
        Awaited = job;
        return Task.FromResult<ReadOnlyMemory<byte>>(Result);
    }
}
