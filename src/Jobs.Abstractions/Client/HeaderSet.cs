using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Jobs;

/// <summary>Headers as they were when an option was set to them: counted, checked, and nobody's to change.</summary>
internal sealed class HeaderSet : IReadOnlyDictionary<string, string>
{
    private readonly Dictionary<string, string> entries;

    private HeaderSet(IReadOnlyDictionary<string, string> headers)
    {
        entries = new Dictionary<string, string>(Math.Min(headers.Count, Limits.MaxHeaders), StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            if (value is null)
            {
                throw new ArgumentException($"Header '{name}' has no value: leave it out, or set it to an empty text.", nameof(headers));
            }

            entries[Check.Text(name, $"The name of header '{name}'", nameof(headers))] = Check.Text(value, $"Header '{name}'", nameof(headers));
            Check.Range(entries.Count, 0, Limits.MaxHeaders, nameof(EnqueueOptions.Headers));
        }
    }

    public int Count => entries.Count;

    public IEnumerable<string> Keys => entries.Keys;

    public IEnumerable<string> Values => entries.Values;

    public string this[string key] => entries[key];

    /// <summary>What has been copied once is not copied again.</summary>
    public static HeaderSet Of(IReadOnlyDictionary<string, string> headers) => headers as HeaderSet ?? new HeaderSet(headers);

    public bool ContainsKey(string key) => entries.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => entries.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
