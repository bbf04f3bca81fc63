namespace Jobs.Embedded;

/// <summary>When an <see cref="EmbeddedRedis"/> with a data folder answers a call that writes.</summary>
public enum EmbeddedRedisDurability
{
    /// <summary>After the write is in the file: killing the process at any moment loses nothing that was answered. Calls that come
    /// while a write is under way share the next one.</summary>
    BeforeReply,

    /// <summary>At once; the write follows within 10 milliseconds. A kill of the process, or a disk that has just become full, loses
    /// what was answered in that time. Faster for a client that waits for each answer before it sends the next call.</summary>
    Within10Milliseconds,
}
