namespace Jobs.Embedded;

/// <summary>Where an <see cref="EmbeddedRedis"/> listens and how it keeps its data. Immutable.</summary>
public sealed record EmbeddedRedisOptions
{
    /// <summary>The TCP port on the loopback interface. It can not be reached from another machine.</summary>
    /// <value>1 to 65,535, or 0 (the default): a free one, told by <see cref="EmbeddedRedis.EndPoint"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">Set outside that range.</exception>
    public int Port
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Port));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, ushort.MaxValue, nameof(Port));
            field = value;
        }
    }

    /// <summary>The folder that keeps the data when the server stops. It is made if it is not there, and belongs to one server at a time.</summary>
    /// <remarks>
    /// <para>After a clean stop nothing is lost. After a kill of the process everything is there that was answered (see <see cref="Durability"/>);
    /// it is always a state the server was really in, never half of a script.</para>
    /// <para>While the disk is full or fails, the server refuses all writes with the reason, and reads go on. It goes on writing when it can.</para>
    /// <para>The folder holds a log of the writes. A log of more than 128 MB, and of twice what is stored, is replaced by a snapshot;
    /// nothing else runs meanwhile, a second or two for a million waiting jobs. Starting reads both: some seconds for a million.</para>
    /// </remarks>
    /// <value>A path, absolute or relative to the current directory; <see langword="null"/> (the default): memory only, nothing touches the disk.</value>
    /// <exception cref="ArgumentException">Set to an empty or blank text.</exception>
    public string? DataFolder
    {
        get;
        init
        {
            if (value is not null)
                ArgumentException.ThrowIfNullOrWhiteSpace(value, nameof(DataFolder));
            field = value;
        }
    }

    /// <summary>When a server with a <see cref="DataFolder"/> answers a call that writes. Without one this means nothing.</summary>
    /// <value><see cref="EmbeddedRedisDurability.BeforeReply"/> (the default): what was answered is on disk.</value>
    /// <exception cref="ArgumentOutOfRangeException">Set to another value than those of the enumeration.</exception>
    public EmbeddedRedisDurability Durability
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(Durability), value, "Set a value of the enumeration.");
    }
}
