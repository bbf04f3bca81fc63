using MessagePack;

namespace Jobs;

/// <summary>Names a stored job and awaits its result.</summary>
public sealed class JobHandle<TResult>
{
    private readonly IJobClient client;
    private readonly JobResultReader<TResult> reader;

    /// <summary>Made by the generated enqueue methods; in a test, by hand over a substitute client.</summary>
    public JobHandle(JobHandle job, IJobClient client, JobResultReader<TResult> reader)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(reader);
        Job = job;
        this.client = client;
        this.reader = reader;
    }

    /// <summary>The job without the type of its result.</summary>
    public JobHandle Job { get; }

    /// <inheritdoc cref="JobHandle.Id"/>
    public JobId Id => Job.Id;

    /// <inheritdoc cref="JobHandle.Queue"/>
    public string Queue => Job.Queue;

    /// <inheritdoc cref="JobHandle.AlreadyStored"/>
    public bool AlreadyStored => Job.AlreadyStored;

    /// <summary>Waits until the job has completed and returns what its handler returned. Stopping to wait does not stop the job.</summary>
    /// <exception cref="JobFailedException">The job ended dead or cancelled, or it is not known (any more).</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<TResult> WaitForResultAsync(CancellationToken cancellationToken = default)
    {
        var bytes = await client.WaitForResultAsync(Job, cancellationToken).ConfigureAwait(false);
        return Decode(bytes);
    }

    private TResult Decode(ReadOnlyMemory<byte> bytes)
    {
        var messagePack = new MessagePackReader(bytes);
        return reader(ref messagePack);
    }
}

/// <summary>Reads one result of a job, as the generated <see cref="IJob{TSelf, TResult}.ReadResult"/>.</summary>
public delegate TResult JobResultReader<out TResult>(ref MessagePackReader reader);
