namespace Jobs.Runtime.Tests.Redis;

public sealed class ReplySlabTests
{
    [Fact]
    public void Pieces_never_overlap_and_end_where_it_is_full()
    {
        var slab = new ReplySlab();
        var pieces = new List<Memory<byte>>();
        while (slab.TryTake(1000, out var piece))
        {
            piece.Span.Fill((byte)pieces.Count);
            pieces.Add(piece);
        }

        Assert.InRange(pieces.Count, 32, 1000);
        Assert.All(pieces.Index(), piece => Assert.True(piece.Item.Span.IndexOfAnyExcept((byte)piece.Index) < 0));
    }

    [Fact]
    public void A_job_that_forgets_its_envelope_twice_lets_go_once()
    {
        var slab = new ReplySlab();
        Assert.True(slab.TryTake(10, out var first));
        Assert.True(slab.TryTake(10, out var second));
        var (job, other) = (Job(first, slab), Job(second, slab));
        slab.LetGo(); // its reader
        second.Span.Fill(7);

        job.ForgetEnvelope();
        job.ForgetEnvelope();

        Assert.True(job.Envelope.IsEmpty);
        Assert.NotSame(slab.Bytes, System.Buffers.ArrayPool<byte>.Shared.Rent(ReplySlab.Size)); // the other job still has it
        other.ForgetEnvelope();
        Assert.Same(slab.Bytes, System.Buffers.ArrayPool<byte>.Shared.Rent(ReplySlab.Size));
    }

    private static TakenJob Job(Memory<byte> envelope, ReplySlab slab)
    {
        var job = new TakenJob(new HandOut("s 1 0"u8.ToArray(), grant: 1, new byte[JobId.Size]), position: 0);
        job.Keep(envelope, slab);
        return job;
    }
}
