using System.Collections.Immutable;
using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Jobs.Generators.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Jobs.Generators.Parsing;

/// <summary>Reads the values of a <c>[Job]</c> and checks them as the runtime would.</summary>
internal static class SettingsParser
{
    /// <summary>The property of the diagnostic that holds a name which would do.</summary>
    public const string SuggestedName = "name";

    private const string NameHelp = "it takes 1 to 128 characters out of letters, digits and . _ - :";

    public static JobSettings? Parse(AttributeData attribute, INamedTypeSymbol type, Action<Diagnostic>? report)
    {
        if (attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Error }] or { Length: not 1 } && !HasNoArgument(attribute))
        {
            return null; // the compiler has something to say about it
        }

        var name = attribute.ConstructorArguments is [var argument] ? argument.Value as string : null;
        var valid = IsName(name);
        if (!valid)
        {
            ReportName(attribute, name, type, report);
        }

        var settings = new JobSettings(name ?? "");
        foreach (var pair in attribute.NamedArguments)
        {
            if (pair.Value.Kind == TypedConstantKind.Error)
            {
                return null;
            }

            if (Problem(pair.Key, pair.Value, name) is { } problem)
            {
                report?.Invoke(Diagnostic.Create(Rule.InvalidSetting, attribute.WhereOf(type, pair.Key), pair.Key, Text(pair.Value), type.Name, problem));
                valid = false;
                continue;
            }

            settings = With(settings, pair.Key, pair.Value);
        }

        return valid ? settings : null;
    }

    /// <summary>A retry policy and a number of attempts as <c>[RetryOn]</c> takes them.</summary>
    public static string? RetryProblem(object? retry) => RetrySyntax.TryParse(retry as string, out _, out _, out _) ? null : RetrySyntax.Help;

    public static string? RangeProblem(object? value, int min, int max) => value is int number && number >= min && number <= max ? null : $"it takes {min} to {max}";

    /// <summary><c>[Job]</c> or <c>[Job(Queue = "q")]</c>: the compiler says that an argument is missing, the rule says which name fits.</summary>
    private static bool HasNoArgument(AttributeData attribute) =>
        attribute.ApplicationSyntaxReference?.GetSyntax() is AttributeSyntax syntax
        && syntax.ArgumentList?.Arguments.Any(static a => a.NameEquals is null) != true;

    private static void ReportName(AttributeData attribute, string? name, INamedTypeSymbol type, Action<Diagnostic>? report)
    {
        var suggestion = Names.Kebab(type.Name);
        report?.Invoke(Diagnostic.Create(
            Rule.InvalidJobName,
            attribute.WhereOf(type),
            ImmutableDictionary<string, string?>.Empty.Add(SuggestedName, suggestion),
            type.Name, string.IsNullOrEmpty(name) ? "no name" : $"the unusable name '{name}'", suggestion));
    }

    private static string? Problem(string key, TypedConstant value, string? name) => key switch
    {
        nameof(JobSettings.Version) => RangeProblem(value.Value, 1, Limits.MaxVersion),
        nameof(JobSettings.Queue) => IsName(value.Value as string) ? null : NameHelp,
        nameof(JobSettings.EnqueueName) => value.IsNull || IsMethodName(value.Value as string) ? null : "it follows 'Enqueue' in the methods' names: it takes 1 to 128 letters, digits and _",
        nameof(JobSettings.MaxAttempts) => RangeProblem(value.Value, 1, Limits.MaxAttempts),
        nameof(JobSettings.TimeoutSeconds) => RangeProblem(value.Value, 0, (int)Limits.MaxTimeout.TotalSeconds),
        nameof(JobSettings.RetentionSeconds) => RangeProblem(value.Value, 0, (int)Limits.MaxRetention.TotalSeconds),
        nameof(JobSettings.Retry) => RetryProblem(value.Value),
        nameof(JobSettings.Aliases) => AliasProblem(value, name),
        _ => null,
    };

    private static string? AliasProblem(TypedConstant value, string? name)
    {
        if (value.IsNull)
        {
            return "leave it out, or name the earlier names";
        }

        var aliases = value.Values.Select(static v => v.Value as string).ToList();
        return aliases.TrueForAll(IsName) ? aliases.Append(name).Distinct().Count() > aliases.Count ? null : "a name is there twice" : NameHelp;
    }

    private static JobSettings With(JobSettings settings, string key, TypedConstant value) => key switch
    {
        nameof(JobSettings.Version) => settings with { Version = (int)value.Value! },
        nameof(JobSettings.EnqueueName) => settings with { EnqueueName = value.Value as string },
        nameof(JobSettings.Queue) => settings with { Queue = Unless((string)value.Value!, JobDefaults.Queue) },
        nameof(JobSettings.Priority) => settings with { Priority = Unless((int)value.Value!, 0) },
        nameof(JobSettings.MaxAttempts) => settings with { MaxAttempts = Unless((int)value.Value!, JobDefaults.MaxAttempts) },
        nameof(JobSettings.TimeoutSeconds) => settings with { TimeoutSeconds = Unless((int)value.Value!, 0) },
        nameof(JobSettings.RetentionSeconds) => settings with { RetentionSeconds = Unless((int)value.Value!, JobDefaults.RetentionSeconds) },
        nameof(JobSettings.Retry) => settings with { Retry = Unless((string)value.Value!, "polynomial") },
        nameof(JobSettings.Aliases) => settings with { Aliases = value.Values.Select(static v => (string)v.Value!).ToEquatable() },
        _ => settings,
    };

    private static string? Unless(string value, string standard) => value == standard ? null : value;

    private static int? Unless(int value, int standard) => value == standard ? null : value;

    private static string Text(TypedConstant value) =>
        value.Kind == TypedConstantKind.Array ? value.IsNull ? "null" : $"[{string.Join(", ", value.Values.Select(Text))}]" : Literals.Of(value) ?? "";

    private static bool IsMethodName(string? name) => name is { Length: > 0 and <= Limits.MaxNameLength } && SyntaxFacts.IsValidIdentifier("Enqueue" + name);

    /// <summary>As the runtime's own check of names.</summary>
    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= Limits.MaxNameLength }
        && name.All(static c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '.' or '_' or '-' or ':');
}
