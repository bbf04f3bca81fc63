using System.Globalization;
using System.Text;
using Jobs.Benchmarks.Measuring;

namespace Jobs.Benchmarks.Model;

/// <summary><c>benchmarks/MODEL.md</c>: a section for each part of the cost model, replaced when that part is measured again.</summary>
internal static class ModelFile
{
    private static readonly string Path = System.IO.Path.Combine(Results.Folder, "MODEL.md");

    private const string Head = """
        # Cost model

        Written by `dotnet run -c Release --project benchmarks -- model`, or a section at a time by its name. Medians over rounds; rows of a table were measured in turn.
        Compare rows of one table, not figures of two. What it says is in [docs/performance.md](../docs/performance.md).

        """;

    /// <param name="name">Of the part.</param>
    /// <param name="order">Of all parts.</param>
    /// <param name="tables">What was measured.</param>
    public static void Write(string name, IReadOnlyList<string> order, IReadOnlyList<Table> tables)
    {
        var sections = Read();
        sections[name] = Text(name, tables);
        var text = Head + string.Concat(order.Where(sections.ContainsKey).Select(section => sections[section]));
        File.WriteAllText(Path, text.ReplaceLineEndings("\n"));
    }

    public static string Text(string name, IEnumerable<Table> tables)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"\n## {name}");
        foreach (var table in tables)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"\n**{table.Title}** {table.Notes}\n");
            text.AppendLine("| " + string.Join(" | ", table.Columns) + " |");
            text.AppendLine("|---" + string.Concat(Enumerable.Repeat("|---:", table.Columns.Length - 1)) + "|");
            foreach (var row in table.Rows)
            {
                text.AppendLine("| " + row.Name + " | " + string.Join(" | ", row.Values.Select(Number)) + " |");
            }
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"\n{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Results.Conditions}");
        return text.ToString();
    }

    private static string Number(double value) => value switch
    {
        double.NaN => "",
        >= 100 or <= -100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 or <= -10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        < 0.1 and > -0.1 => value.ToString("0.####", CultureInfo.InvariantCulture),
        _ => value.ToString("0.00", CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, string> Read()
    {
        var sections = new Dictionary<string, string>(StringComparer.Ordinal);
        if (File.Exists(Path))
        {
            foreach (var section in File.ReadAllText(Path).Split("\n## ").Skip(1))
            {
                sections[section[..section.IndexOf('\n', StringComparison.Ordinal)]] = "\n## " + section;
            }
        }

        return sections;
    }
}
