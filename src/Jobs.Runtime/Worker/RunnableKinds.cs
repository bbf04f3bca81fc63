using Jobs.Store;

namespace Jobs.Worker;

/// <summary>What kinds of jobs a worker can run: of those that others have given back, it asks for these.</summary>
internal sealed class RunnableKinds
{
    private readonly HashSet<long> known = [];

    /// <param name="handlers">What it has handlers for.</param>
    /// <param name="needsMet">As <see cref="JobEnvelope.NeedsMet"/>.</param>
    public RunnableKinds(JobHandlerTable handlers, IReadOnlyList<string> needsMet)
    {
        foreach (var definition in handlers.Entries.Select(entry => entry.Definition))
        {
            foreach (var name in definition.Aliases.Prepend(definition.Name))
            {
                for (var version = 0; version <= definition.Version; version++) // 0: the worker that left it could not tell
                {
                    known.Add(BitConverter.ToInt64(JobKind.Of(name, version)));
                    known.UnionWith(needsMet.Select(needs => BitConverter.ToInt64(JobKind.Of(name, version, needs))));
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
