
namespace Jobs.Store;

/// <summary>A job as a turn handed it out: bytes and what fences them.</summary>
/// <param name="handOut">What it shares with the jobs it came with.</param>
/// <param name="position">Its place among them.</param>
internal sealed class TakenJob(HandOut handOut, int position)
{
    private ReplySlab? slab;

    /// <summary>The 16 bytes of its id, within the turn's reply.</summary>
    public ReadOnlyMemory<byte> IdBytes => handOut.IdBytes(position);

    /// <summary>Session, grant and time of the turn: what every later write about this run must show.</summary>
    public ReadOnlyMemory<byte> Holder => handOut.Holder;

    /// <summary>Grows with each hand-out of the queue.</summary>
    public long Grant => handOut.Grant;

    /// <summary>Its place among the jobs of that hand-out.</summary>
    public int Position => position;

    /// <summary>The stored job, until <see cref="ForgetEnvelope"/>.</summary>
    public ReadOnlyMemory<byte> Envelope { get; private set; }

    /// <summary>Empty: nothing has happened to it yet.</summary>
    public ReadOnlyMemory<byte> State => handOut.States is { } states && position < states.Length ? states[position] : default(ReadOnlyMemory<byte>);

    public JobId Id => JobId.Read(IdBytes.Span);

    /// <summary>Its run is over: jobs that came with it and still run do not keep its state alive.</summary>
    public void ForgetState()
    {
        if (handOut.States is { } states && position < states.Length)
        {
            states[position] = null;
        }
    }

    /// <param name="envelope">The stored job.</param>
    /// <param name="from">Whose memory that is; null: nobody will want it back.</param>
    public void Keep(ReadOnlyMemory<byte> envelope, ReplySlab? from)
    {
        Envelope = envelope;
        slab = from;
    }

    /// <summary>The envelope has been read, and nothing that was read of it lies within its bytes: they may serve the next reply. A job
    /// that is never run need not be asked this, the collector then sees to it.</summary>
    public void ForgetEnvelope()
    {
        Envelope = default;
        Interlocked.Exchange(ref slab, null)?.LetGo();
    }
}
