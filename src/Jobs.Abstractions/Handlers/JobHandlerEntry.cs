using System.Buffers;
using MessagePack;

namespace Jobs;

/// <summary>How to decode one job and run its handler. The runtime sees this; the types are closed over in the generic halves below,
/// which generated code instantiates, so native AOT has them.</summary>
internal abstract class JobHandlerEntry(JobDefinition definition, Type jobType, Type handlerType)
{
    public JobDefinition Definition { get; } = definition;

    public Type JobType { get; } = jobType;

    public Type HandlerType { get; } = handlerType;

    public bool NeedsScope { get; init; } = true;

    public ExceptionRule[] Rules { get; init; } = [];

    /// <param name="payload">One MessagePack value.</param>
    /// <param name="version">The version it was stored as.</param>
    /// <exception cref="Exception">Whatever a codec or an upgrade throws on bytes that are not such a payload.</exception>
    public abstract object Decode(ReadOnlyMemory<byte> payload, int version);

    /// <summary>Makes a handler, runs it and disposes it.</summary>
    /// <returns>The encoded result; null where the job has none.</returns>
    public abstract ValueTask<byte[]?> InvokeAsync(object job, JobContext context, CancellationToken cancellationToken);

    /// <summary>Disposes a handler. What that throws is logged and changes nothing: its work is done, or has failed by an exception of its own.</summary>
    protected static async ValueTask DisposeAsync(object handler, JobContext context)
    {
        try
        {
            if (handler is IAsyncDisposable later)
            {
                await later.DisposeAsync().ConfigureAwait(false);
            }
            else if (handler is IDisposable now)
            {
                now.Dispose();
            }
        }
        catch (Exception e)
        {
            context.StepStore?.NotDisposed(context, handler.GetType(), e);
        }
    }
}

internal sealed class JobHandlerEntry<TJob, THandler>(Func<IServiceProvider, THandler> create)
    : JobHandlerEntry(TJob.Definition, typeof(TJob), typeof(THandler))
    where TJob : IJob<TJob>
    where THandler : class, IJobHandler<TJob>
{
    public override object Decode(ReadOnlyMemory<byte> payload, int version)
    {
        var reader = new MessagePackReader(payload);
        return version == Definition.Version ? TJob.Read(ref reader) : TJob.ReadVersion(ref reader, version);
    }

    public override ValueTask<byte[]?> InvokeAsync(object job, JobContext context, CancellationToken cancellationToken)
    {
        var handler = create(context.Services);
        if (handler is IAsyncDisposable or IDisposable)
        {
            return ThenDisposeAsync(handler, job, context, cancellationToken);
        }

        var task = handler.HandleAsync((TJob)job, context, cancellationToken);
        return task.IsCompletedSuccessfully ? default : AwaitAsync(task); // a handler that had nothing to wait for costs no state machine
    }

    private static async ValueTask<byte[]?> AwaitAsync(Task task)
    {
        await task.ConfigureAwait(false);
        return null;
    }

    private static async ValueTask<byte[]?> ThenDisposeAsync(THandler handler, object job, JobContext context, CancellationToken cancellationToken)
    {
        try
        {
            await handler.HandleAsync((TJob)job, context, cancellationToken).ConfigureAwait(false);
            return null;
        }
        finally
        {
            await DisposeAsync(handler, context).ConfigureAwait(false);
        }
    }
}

internal sealed class JobHandlerEntry<TJob, TResult, THandler>(Func<IServiceProvider, THandler> create)
    : JobHandlerEntry(TJob.Definition, typeof(TJob), typeof(THandler))
    where TJob : IJob<TJob, TResult>
    where THandler : class, IJobHandler<TJob, TResult>
{
    public override object Decode(ReadOnlyMemory<byte> payload, int version)
    {
        var reader = new MessagePackReader(payload);
        return version == Definition.Version ? TJob.Read(ref reader) : TJob.ReadVersion(ref reader, version);
    }

    public override async ValueTask<byte[]?> InvokeAsync(object job, JobContext context, CancellationToken cancellationToken)
    {
        var handler = create(context.Services);
        try
        {
            return Encode(await handler.HandleAsync((TJob)job, context, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            await DisposeAsync(handler, context).ConfigureAwait(false);
        }
    }

    private static byte[] Encode(TResult result)
    {
        var bytes = new ArrayBufferWriter<byte>(64);
        var writer = new MessagePackWriter(bytes);
        TJob.WriteResult(ref writer, result);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }
}
