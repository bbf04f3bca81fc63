using Jobs.Wire;
using MessagePack;

namespace Jobs;

/// <summary>The steps of one attempt: what earlier attempts have recorded, and what this one has begun.</summary>
/// <remarks>Handlers may do steps at the same time; what is recorded is recorded one after another.</remarks>
internal sealed class JobSteps(JobContext context, IStepStore? store, object? run)
{
    private readonly SemaphoreSlim gate = new(1, 1); // has no handle until somebody asks for one, so it need not be disposed
    private readonly HashSet<string> begun = new(StringComparer.Ordinal);
    private Dictionary<string, ReadOnlyMemory<byte>>? done;
    private int bytes;

    public async Task<T> OnceAsync<T>(string step, StepCodec<T>? codec, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        if (await BeginAsync(step, cancellationToken).ConfigureAwait(false) is { } recorded)
        {
            return codec is null ? throw new InvalidOperationException("A step was recorded without a store.") : Decode(step, recorded, codec);
        }

        T result;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = await action(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            lock (begun)
            {
                begun.Remove(step); // not done, so it may be tried again, in this attempt too
            }

            throw;
        }

        if (store is not null)
        {
            await RecordAsync(step, Encode(step, result, codec!)).ConfigureAwait(false); // whatever the token says: it has been done
        }

        return result;
    }

    /// <returns>What is recorded of the step; null: it is to be done.</returns>
    private async Task<ReadOnlyMemory<byte>?> BeginAsync(string step, CancellationToken cancellationToken)
    {
        lock (begun)
        {
            if (!begun.Add(step))
            {
                throw new InvalidOperationException(
                    $"Job '{context.JobName}' ({context.Id}) does step '{step}' a second time in one attempt. Give each step a name of its own; in a loop, put what differs into the name.");
            }

            if (begun.Count > Limits.MaxSteps)
            {
                throw TooMuch(step, $"it is one more than the {Limits.MaxSteps} steps that a job may have");
            }
        }

        try
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (done is null)
                {
                    var all = store is null ? default : await store.RecallAsync(run!, cancellationToken).ConfigureAwait(false);
                    done = new(StringComparer.Ordinal);
                    bytes = all.Length;
                    foreach (var one in StepRecord.ReadAll(all))
                    {
                        done.TryAdd(one.Name, one.Result);
                    }
                }

                return done.TryGetValue(step, out var recorded) ? recorded : default(ReadOnlyMemory<byte>?); // a plain null would be an empty one
            }
            finally
            {
                gate.Release();
            }
        }
        catch
        {
            lock (begun)
            {
                begun.Remove(step);
            }

            throw;
        }
    }

    private async Task RecordAsync(string step, ReadOnlyMemory<byte> record)
    {
        await gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (bytes + record.Length + StepRecord.MaxPrefix > Limits.MaxStepBytes)
            {
                throw TooMuch(step, $"the results of the job's steps take more than {Limits.MaxStepBytes} bytes together");
            }

            bytes = await store!.RecordAsync(run!, step, bytes, record).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private ReadOnlyMemory<byte> Encode<T>(string step, T result, StepCodec<T> codec)
    {
        try
        {
            return StepRecord.Write(step, result, codec);
        }
        catch (MessagePackSerializationException e)
        {
            throw new JobDeadException($"Step '{step}' is done and its result cannot be recorded, so it is not tried again: {e.Message}", e);
        }
    }

    private T Decode<T>(string step, ReadOnlyMemory<byte> recorded, StepCodec<T> codec)
    {
        try
        {
            var reader = new MessagePackReader(recorded);
            return codec.Read(ref reader);
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException)
        {
            throw new MessagePackSerializationException(
                $"Job '{context.JobName}' ({context.Id}): step '{step}' was done by an earlier attempt, and its recorded result cannot be read as {typeof(T)}. Give a step whose result has changed a new name.", e);
        }
    }

    /// <summary>Dead, not failed: the step has been or would be done, and the next attempt would do it again.</summary>
    private static JobDeadException TooMuch(string step, string why) => new($"Step '{step}' cannot be recorded: {why}. Return an id or a link and keep the rest elsewhere.");
}
