using System.Text.RegularExpressions;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Jobs.Analyzers.Idempotency;

/// <summary>Finds SQL texts that begin with INSERT and do not say what happens if the row is there, where they are given to ADO.NET, Dapper or
/// Entity Framework.</summary>
internal sealed class InsertWithoutGuard() : EffectRule(Rule.InsertWithoutGuard)
{
    private static readonly Regex Insert = new(@"^\s*INSERT\s+(INTO\s+)?[^\s#@]", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Guard = new(
        @"\bON\s+(CONFLICT|DUPLICATE)\b|\bNOT\s+EXISTS\b|\bEXCEPT\b|\bINSERT\s+(OR\s+)?(IGNORE|REPLACE)\b|\bMERGE\b|idempoten|dedup|\b(INTO\s+)?[\[""`]?\w*(log|audit|trace|history|journal|attempt|activity|activities|telemetry|metric)\w*[\]""`]?\s*\(",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex Table = new(@"^\s*INSERT\s+(INTO\s+)?(?<table>[^\s(]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    private static readonly Regex Deleted = new(@"\b(DELETE\s+(FROM\s+)?|TRUNCATE\s+(TABLE\s+)?)(?<table>[^\s(;]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Api Executes = new(
        "Dapper.SqlMapper Execute ExecuteAsync ExecuteScalar ExecuteScalarAsync Query QueryAsync QuerySingle QuerySingleAsync QueryFirst QueryFirstAsync",
        "Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions ExecuteSql ExecuteSqlAsync ExecuteSqlRaw ExecuteSqlRawAsync ExecuteSqlInterpolated ExecuteSqlInterpolatedAsync");

    public override Effect? Find(IOperation operation, HandlerBody body) =>
        SqlOf(operation) is { } sql && TextOf(sql, body) is { } text && Insert.IsMatch(text) && !Guard.IsMatch(text) && !body.HasKey(StatementOf(operation))
        && !CatchesDuplicates(operation) && !LookedBefore(operation) && !Look.Guards(operation, body) && !HasOwnKey(operation, body) && !IsWrittenAnew(operation, text, body) && !IsOfLog(body) && !InsertedColumns.IsLink(text) && !InsertedColumns.HasKey(text, operation, body) ? new Effect(sql.Syntax) : null;

    /// <summary>What the method is called says it, where the table's name does not: a row for each attempt is meant.</summary>
    private static bool IsOfLog(HandlerBody body) => body.Method.Name.HasWord("log", "audit", "history", "journal", "trace", "attempt", "activity", "telemetry", "metric");

    /// <summary>The rows of the table are deleted by the same method first: the second run leaves what the first one left.</summary>
    private static bool IsWrittenAnew(IOperation insert, string text, HandlerBody body) => Table.Match(text) is { Success: true } into
        && body.All.TakeWhile(o => o.Syntax.SpanStart < insert.Syntax.SpanStart).Any(o => SqlOf(o) is { } sql && TextOf(sql, body) is { } before
            && Deleted.Matches(before).OfType<Match>().Any(d => d.Groups["table"].Value.Equals(into.Groups["table"].Value, StringComparison.OrdinalIgnoreCase)));

    /// <summary>The SQL text that an operation gives to a database.</summary>
    public static IOperation? SqlOf(IOperation operation) => operation switch
    {
        IInvocationOperation call when Executes.Has(call.TargetMethod) => call.Arguments.FirstOrDefault(static a => a.Parameter?.Name is "sql" or "query" or "commandText")?.Value,
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "CommandText" } property } } assigned when property.ContainingType.IsOrDerivesFrom("System.Data.IDbCommand") => assigned.Value,
        IObjectCreationOperation made when made.Type.IsOrDerivesFrom("System.Data.IDbCommand") =>
            made.Arguments.FirstOrDefault(static a => a.Parameter is { Ordinal: 0, Type.SpecialType: SpecialType.System_String })?.Value,
        _ => null,
    };

    public static string? TextOf(IOperation sql, HandlerBody body) =>
        sql.Text() ?? (sql.Bare() is ILocalReferenceOperation local ? body.ValueOf(local.Local)?.Text() : InterpolatedArgument(sql));

    /// <summary>A text for ExecuteSqlInterpolated is a FormattableString.</summary>
    private static string? InterpolatedArgument(IOperation sql) => sql.DescendantsAndSelf().OfType<IInterpolatedStringOperation>().FirstOrDefault()?.Text();

    private static IOperation StatementOf(IOperation operation)
    {
        var at = operation;
        while (at.Parent is not (null or IBlockOperation))
        {
            at = at.Parent;
        }

        return at is IUsingOperation or ITryOperation or ILoopOperation or IConditionalOperation ? operation : at;
    }

    /// <summary>It stands under a condition on what is missing: <c>if (row == null)</c>.</summary>
    private static bool LookedBefore(IOperation operation)
    {
        for (var at = operation.Parent; at is not null; at = at.Parent)
        {
            if (at is IConditionalOperation { Condition: var condition } && condition.DescendantsAndSelf().Any(static o =>
                    o is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: null } }
                    || (o is IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } })))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The row's own id comes with it, so that a second one breaks the primary key: Dapper's <c>new { command.Id, … }</c>, or that of a row
    /// of many.</summary>
    private static bool HasOwnKey(IOperation operation, HandlerBody body) => operation is IInvocationOperation call
        && call.Arguments.SelectMany(static a => a.Value.DescendantsAndSelf()).OfType<IAnonymousObjectCreationOperation>().SelectMany(static o => o.Initializers)
            .Any(i => i is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Id" or "ID" or "id" }, Value: var value }
                && !FreshKey.IsFresh(value) && !value.ConstantValue.HasValue && (value.Root() is IParameterSymbol || (value is IMemberReferenceOperation && value.Root() is ILocalSymbol row && body.IsLoopVariable(row))));

    /// <summary>Somebody has thought of the unique index.</summary>
    private static bool CatchesDuplicates(IOperation operation)
    {
        for (var at = operation.Parent; at is not null; at = at.Parent)
        {
            if (at is ITryOperation { Catches: var catches } && catches.Any(static c => c.ExceptionType.IsOrDerivesFrom("System.Data.Common.DbException") || c.ExceptionType.Name == "DbUpdateException"))
            {
                return true;
            }
        }

        return false;
    }
}
