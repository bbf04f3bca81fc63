namespace Jobs;

/// <summary>A job as it is stored, written once at enqueue: a MessagePack array, so that any language reads it whole.</summary>
/// <remarks>
/// <para><c>[1, name, enqueued at (unix ms), max attempts?, timeout (ms)?, retention (s)?, headers?, payload]</c>, and for a payload of a version
/// above 1 <c>[2, name, …, headers?, version of the payload, payload]</c>. What the enqueuing call did not set is nil and is taken from the worker's own
/// <c>[Job]</c> when the job runs. Only the retention always stands here: whoever looks at an ended job computes from it when it ended, and may not know its <c>[Job]</c>.</para>
/// <para>An extension map may follow the payload (<see cref="ExtensionKey"/>): as one more field where it is <c>{0: mark}</c>, which a job has whose id its
/// caller chose; else as two, <c>{key: value, …}</c> and the map's length in bytes, always a number of five bytes. Either way the payload's end is known without reading it.</para>
/// <para>Every form, those to come too, begins with its number and the job's name. A form or a key that must be understood and is not is no error:
/// see <see cref="IsUnderstood"/>.</para>
/// </remarks>
internal readonly partial struct JobEnvelope()
{
    /// <summary>The form of most jobs, whose payload is of version 1.</summary>
    private const int PlainForm = 1;
    private const int PlainFields = 8;

    /// <summary>The form that says which version its payload is.</summary>
    private const int VersionedForm = 2;
    private const int VersionedFields = 9;

    /// <summary>A map of one entry, its key 0, and a number of eight bytes: as long for every mark.</summary>
    private const int MarkBytes = 11;

    /// <summary>The job's name, as UTF-8, within the stored bytes.</summary>
    public required ReadOnlyMemory<byte> Name { get; init; }

    public long EnqueuedAt { get; init; }

    public int? MaxAttempts { get; init; }

    public long? TimeoutMs { get; init; }

    public long? RetentionSeconds { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The <c>[Job]</c>'s version when it was stored.</summary>
    public int PayloadVersion { get; init; } = 1;

    /// <summary>One MessagePack value, within the stored bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>What stands there beyond the fields above, but for a mark that stands alone; null: nothing.</summary>
    public EnvelopeExtensions? Extensions { get; init; }

    /// <summary>The form, where it is one of a newer version: then only the name is known. Else null.</summary>
    public string? UnknownForm { get; init; }

    /// <summary>False: a newer version has stored the job in a form, or with an extension, that must be understood and is not. It is left to a newer worker.</summary>
    public bool IsUnderstood => UnknownForm is null && Extensions is not { IsUnderstood: false };

    /// <summary>What a worker must understand to run it beyond what every version does, understood here or not; null: nothing.</summary>
    public string? Needs => UnknownForm ?? Extensions?.Needs;

    /// <summary>All needs that this version can meet, in words: of a job with one of them, workers of other versions may have left it to this one.</summary>
    public static IReadOnlyList<string> NeedsMet { get; } = [.. ExtensionKey.Understood.ToArray().Select(EnvelopeExtensions.NeedOf)];
}
