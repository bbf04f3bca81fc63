using Jobs.Store;

namespace Jobs.Worker;

/// <summary>What kinds of jobs a worker can run: of those that others have given back, it asks for these.</summary>
internal sealed class RunnableKinds
{
    private readonly HashSet<long> known = [];

    public RunnableKinds(JobHandlerTable handlers)
    {
        foreach (var definition in handlers.Entries.Select(entry => entry.Definition))
        {
            foreach (var name in definition.Aliases.Prepend(definition.Name))
            {
                for (var version = 1; version <= definition.Version; version++)
                {
                    known.Add(BitConverter.ToInt64(JobKind.Of(name, version)));
                }
            }
        }
    }

    /// <param name="kinds"><see cref="JobKind"/> after <see cref="JobKind"/>.</param>
    /// <returns>Those it can run.</returns>
    public byte[][] Among(ReadOnlySpan<byte> kinds)
    {
        var runnable = new List<byte[]>();
        for (; kinds.Length >= JobKind.Size; kinds = kinds[JobKind.Size..])
        {
            if (known.Contains(BitConverter.ToInt64(kinds)))
            {
                runnable.Add(kinds[..JobKind.Size].ToArray());
            }
        }

        return [.. runnable];
    }
}
