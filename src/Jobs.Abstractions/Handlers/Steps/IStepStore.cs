namespace Jobs;

/// <summary>Where a worker keeps what the handlers of its jobs have done, and hears of what went wrong beside it. Without one, as in a test that makes its own
/// context, nothing is kept.</summary>
internal interface IStepStore
{
    /// <summary>The types whose codecs are known.</summary>
    JobHandlerTable Handlers { get; }

    /// <returns>All that is recorded of the job, as <see cref="StepRecord"/> reads it.</returns>
    /// <exception cref="JobStoreException">Redis refused, or did not answer in time.</exception>
    Task<ReadOnlyMemory<byte>> RecallAsync(object run, CancellationToken cancellationToken);

    /// <param name="run">What fences it.</param>
    /// <param name="step">For messages.</param>
    /// <param name="before">How many bytes are recorded before it.</param>
    /// <param name="record">As <see cref="StepRecord"/> writes it.</param>
    /// <returns>How many bytes are recorded with it.</returns>
    /// <exception cref="JobRunLostException">The run is over; nothing was recorded.</exception>
    /// <exception cref="JobStoreException">Redis refused, or did not answer in time: recorded or not, nobody knows.</exception>
    Task<int> RecordAsync(object run, string step, int before, ReadOnlyMemory<byte> record);

    /// <summary>A handler's own <c>Dispose</c> or <c>DisposeAsync</c> has thrown. Its work is done, or has failed by another exception: that stands.</summary>
    void NotDisposed(JobContext context, Type handler, Exception error);
}
