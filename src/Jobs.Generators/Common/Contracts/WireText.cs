using Jobs.Generators.Model;

namespace Jobs.Generators.Contracts;

/// <summary>A type as the contract file writes it: <c>int</c>, <c>string?</c>, <c>list&lt;Shop.Line&gt;</c>, <c>map&lt;string,int?&gt;</c>,
/// <c>tuple&lt;int,string&gt;</c>, or the name of a type that has lines of its own.</summary>
internal sealed record WireText(string Name, EquatableArray<WireText> Items, bool IsNullable)
{
    public const string List = "list";
    public const string Map = "map";
    public const string Tuple = "tuple";

    private static readonly Dictionary<Leaf, string> LeafNames = new()
    {
        [Leaf.Boolean] = "bool", [Leaf.Byte] = "byte", [Leaf.SByte] = "sbyte", [Leaf.Int16] = "short", [Leaf.UInt16] = "ushort", [Leaf.Int32] = "int",
        [Leaf.UInt32] = "uint", [Leaf.Int64] = "long", [Leaf.UInt64] = "ulong", [Leaf.Single] = "float", [Leaf.Double] = "double", [Leaf.Char] = "char",
        [Leaf.String] = "string", [Leaf.DateTime] = "datetime", [Leaf.Decimal] = "decimal", [Leaf.Guid] = "guid", [Leaf.DateTimeOffset] = "datetimeoffset",
        [Leaf.TimeSpan] = "timespan", [Leaf.DateOnly] = "dateonly", [Leaf.TimeOnly] = "timeonly", [Leaf.Half] = "half", [Leaf.Int128] = "int128",
        [Leaf.UInt128] = "uint128", [Leaf.BigInteger] = "biginteger", [Leaf.Rune] = "rune", [Leaf.Uri] = "uri", [Leaf.Version] = "version", [Leaf.ByteArray] = "bytes",
    };

    private static readonly Dictionary<string, Leaf> Leaves = LeafNames.ToDictionary(static p => p.Value, static p => p.Key, StringComparer.Ordinal);

    public bool IsCollection => Items.Count > 0;

    public Leaf Leaf => !IsCollection && Leaves.TryGetValue(Name, out var leaf) ? leaf : Leaf.None;

    public static string Of(Leaf leaf) => LeafNames[leaf is Leaf.MemoryOfByte or Leaf.ReadOnlyMemoryOfByte or Leaf.ArraySegmentOfByte ? Leaf.ByteArray : leaf];

    public static string Of(string head, params string[] items) => $"{head}<{string.Join(",", items)}>";

    /// <returns>Null: not such a text.</returns>
    public static WireText? Parse(string text)
    {
        var isNullable = text.EndsWith("?", StringComparison.Ordinal);
        var core = isNullable ? text.Substring(0, text.Length - 1) : text;
        var open = core.IndexOf('<');
        var head = open < 0 ? core : core.Substring(0, open);
        if (core.Length == 0 || head.Length == 0 || core.Any(char.IsWhiteSpace))
        {
            return null;
        }

        if (head is not (List or Map or Tuple) || open < 0)
        {
            return new WireText(core, default, isNullable);
        }

        var items = core.EndsWith(">", StringComparison.Ordinal) ? Split(core.Substring(open + 1, core.Length - open - 2)).Select(Parse).ToArray() : [];
        var fits = head switch { List => items.Length == 1, Map => items.Length == 2, _ => items.Length > 0 };
        return fits && items.All(static i => i is not null) ? new WireText(head, items!.ToEquatable<WireText>(), isNullable) : null;
    }

    public override string ToString() => (IsCollection ? Of(Name, Items.Select(static i => i.ToString()).ToArray()) : Name) + (IsNullable ? "?" : "");

    /// <summary>At the commas that are in no brackets: of generics or of array ranks.</summary>
    private static IEnumerable<string> Split(string items)
    {
        int depth = 0, start = 0;
        for (var i = 0; i < items.Length; i++)
        {
            depth += items[i] switch { '<' or '[' or '(' => 1, '>' or ']' or ')' => -1, _ => 0 };
            if (items[i] == ',' && depth == 0)
            {
                yield return items.Substring(start, i - start);
                start = i + 1;
            }
        }

        yield return items.Substring(start);
    }
}
