namespace Jobs.Inspection;

/// <summary>A type as a manifest writes it: <c>int</c>, <c>string?</c>, <c>list&lt;Shop.Line&gt;</c>, <c>map&lt;string,int&gt;</c>, <c>tuple&lt;int,string&gt;</c>, or a
/// described type's name.</summary>
internal sealed record WireType(string Name, IReadOnlyList<WireType> Items)
{
    public static WireType Parse(string text)
    {
        var core = text.EndsWith('?') ? text[..^1] : text;
        var open = core.IndexOf('<', StringComparison.Ordinal);
        var head = open < 0 ? core : core[..open];
        return open >= 0 && head is "list" or "map" or "tuple" ? new WireType(head, [.. Split(core[(open + 1)..^1]).Select(Parse)]) : new WireType(core, []);
    }

    private static IEnumerable<string> Split(string items)
    {
        int depth = 0, start = 0;
        for (var i = 0; i < items.Length; i++)
        {
            depth += items[i] switch { '<' or '[' or '(' => 1, '>' or ']' or ')' => -1, _ => 0 };
            if (items[i] == ',' && depth == 0)
            {
                yield return items[start..i];
                start = i + 1;
            }
        }

        yield return items[start..];
    }
}
