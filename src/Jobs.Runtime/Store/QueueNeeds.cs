
namespace Jobs.Store;

/// <summary>What a queue needs beyond turns, as the store says it.</summary>
internal sealed record QueueNeeds
{
    /// <summary>False: the session that asked has been recovered.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>The session that asked sees to the queue from now on.</summary>
    public required bool IsMine { get; init; }

    /// <summary>When somebody else sees to it: until that may end. Else until the first session expires; none: one has.</summary>
    public required TimeSpan Left { get; init; }

    /// <summary>Retentions have ended.</summary>
    public required bool Sweep { get; init; }

    /// <summary>Jobs wait that a session should have been woken for.</summary>
    public required bool Work { get; init; }

    /// <summary>Recovery is to look for jobs whose holder is no session.</summary>
    public required bool Check { get; init; }

    /// <summary>Of what kinds the jobs are that workers have given back as unhandled: <see cref="JobKind"/> after <see cref="JobKind"/>.</summary>
    public required ReadOnlyMemory<byte> Kinds { get; init; }
}
