using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>What the columns of an <c>INSERT INTO table (columns) VALUES (values)</c> say of its key.</summary>
internal static class InsertedColumns
{
    private static readonly Regex Parts = new(
        @"^\s*INSERT\s+(INTO\s+)?(?<table>[^\s(]+)\s*\((?<columns>[^()]+)\)\s*VALUES\s*\((?<values>[^()]+)\)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>A row of nothing but ids links two others, and has both of theirs for its key.</summary>
    public static bool IsLink(string sql) => Parts.Match(sql) is { Success: true } found && Split(found, "columns") is { Length: >= 2 } columns
        && columns.All(static c => c.HasWord("id") && !c.Equals("id", StringComparison.OrdinalIgnoreCase));

    /// <summary>The first column is the row's own key (<c>id</c>, or <c>order_id</c> of <c>orders</c>), and a caller gives it.</summary>
    public static bool HasKey(string sql, IOperation operation, HandlerBody body)
    {
        if (Parts.Match(sql) is not { Success: true } found || Split(found, "columns")[0] is var column && !IsKeyOf(column, found.Groups["table"].Value)
            || Split(found, "values")[0] is not ['@', ..] value)
        {
            return false;
        }

        return operation is IInvocationOperation call && call.Arguments.SelectMany(a => body.WithSources(a.Value)).OfType<IAnonymousObjectCreationOperation>().SelectMany(static o => o.Initializers)
            .OfType<ISimpleAssignmentOperation>().Any(i => i.Target is IPropertyReferenceOperation { Property.Name: var name } && name.Equals(value.Substring(1), StringComparison.OrdinalIgnoreCase)
                && !i.Value.ConstantValue.HasValue && i.Value.Root() is IParameterSymbol);
    }

    private static bool IsKeyOf(string column, string table) =>
        column.Equals("id", StringComparison.OrdinalIgnoreCase) || column.Equals("key", StringComparison.OrdinalIgnoreCase)
        || (Words.Of(column).ToList() is [.., var stem, var last] && last.Equals("id", StringComparison.OrdinalIgnoreCase)
            && Words.Of(table).LastOrDefault() is { } of && of.StartsWith(stem, StringComparison.OrdinalIgnoreCase));

    private static string[] Split(Match found, string group) => [.. found.Groups[group].Value.Split(',').Select(static c => c.Trim().Trim('"', '`', '[', ']'))];
}
