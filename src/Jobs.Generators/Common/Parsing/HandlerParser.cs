using Jobs.Generators.Model;
using Jobs.Generators.Rules;
using Microsoft.CodeAnalysis;

namespace Jobs.Generators.Parsing;

/// <summary>Decides what a valid handler is: what it handles, how it is made, what its exceptions mean.</summary>
internal static class HandlerParser
{
    /// <returns>Null: not valid, so it is not registered.</returns>
    public static HandlerModel? Parse(INamedTypeSymbol type, KnownTypes known, Action<Diagnostic>? report)
    {
        if (Problem(type, known.Compilation) is { } problem)
        {
            report?.Invoke(Diagnostic.Create(Rule.HandlerCannotBeConstructed, type.Where(), type.Name, problem));
            return null;
        }

        var jobs = Jobs(type, known, report);
        var parameters = HandlerConstructorParser.Parse(type, known.Compilation, report);
        var rules = Rules(type, known.Compilation, report);
        return jobs is null || parameters is null || rules is null
            ? null
            : new HandlerModel(type.Name(), type.Display(), jobs.ToEquatable(), parameters.ToEquatable(), rules.ToEquatable());
    }

    /// <summary>Generated code can make objects of it. Where it cannot, that is what is said of it, and nothing else.</summary>
    public static bool CanBeMade(INamedTypeSymbol type, Compilation compilation) => Problem(type, compilation) is null && HandlerConstructorParser.Parse(type, compilation, report: null) is not null;

    /// <returns>Null: generated code can name the class and make objects of it, as far as its declaration goes.</returns>
    public static string? Problem(INamedTypeSymbol type, Compilation compilation)
    {
        if (type.IsStatic || type.IsAbstract)
        {
            return type.IsStatic ? "it is static" : "it is abstract; mark the classes that derive from it";
        }

        for (var at = type; at is not null; at = at.ContainingType)
        {
            if (at.Arity > 0 || at.IsFileLocal)
            {
                return at.IsFileLocal ? "it is file-local" : "it is generic, or in a generic type; mark a class that closes it";
            }
        }

        return type.IsObsoleteAsError() ? "its [Obsolete] is an error, so generated code cannot use it"
            : Nameable.HiddenBy(type, compilation) is { } hidden ? hidden + "; make it internal or public" : null;
    }

    private static List<HandledJob>? Jobs(INamedTypeSymbol type, KnownTypes known, Action<Diagnostic>? report)
    {
        var jobs = new List<HandledJob>();
        var valid = true;
        foreach (var handled in known.HandledBy(type))
        {
            var job = handled.TypeArguments[0];
            var isMarked = known.IsJob(job);
            var isLocal = isMarked && SymbolEqualityComparer.Default.Equals(job.ContainingAssembly, known.Compilation.Assembly);
            if (handled.TypeArguments.Any(static t => t.TypeKind == TypeKind.Error))
            {
                valid = false; // the compiler says it better
                continue;
            }

            if (Nameable.Problem(job, known.Compilation) is { } hidden && !isLocal)
            {
                report?.Invoke(Diagnostic.Create(Rule.HandlerCannotBeConstructed, type.Where(), type.Name, $"it handles '{job.Display()}', and {hidden}"));
                valid = false;
                continue;
            }

            if (!isLocal && !known.HasGeneratedHalf(job))
            {
                var wayOut = !isMarked ? "mark it [Job(\"name\")]" : "its assembly was built without the generator, which comes with Jobs.Abstractions";
                report?.Invoke(Diagnostic.Create(Rule.HandledTypeIsNoJob, type.Where(), type.Name, job.Display(), wayOut));
                valid = false;
                continue;
            }

            if (isMarked && ResultProblem(type, handled, job, known) is { } problem)
            {
                report?.Invoke(Diagnostic.Create(Rule.HandlerReturnsOtherResult, type.Where(), known.JobNameOf(job) ?? job.Name, problem));
                valid = false;
            }

            if (jobs.Exists(j => j.TypeName == job.Name()))
            {
                valid = false; // reported where all handlers of the compilation are seen
            }

            jobs.Add(new HandledJob(job.Name(), handled.Arity == 2 ? handled.TypeArguments[1].Name() : null, isLocal));
        }

        if (jobs.Count == 0 && valid && type.Interfaces.All(static i => i.TypeKind != TypeKind.Error))
        {
            report?.Invoke(Diagnostic.Create(Rule.HandlerHandlesNothing, type.Where(), type.Name));
        }

        return valid && jobs.Count > 0 ? jobs : null;
    }

    /// <summary>What the job promises to whoever waits for it is what the handler returns.</summary>
    private static string? ResultProblem(INamedTypeSymbol type, INamedTypeSymbol handled, ITypeSymbol job, KnownTypes known)
    {
        var promised = known.ResultOf(job);
        var returned = handled.Arity == 2 ? handled.TypeArguments[1] : null;
        return (promised, returned) switch
        {
            _ when SymbolEqualityComparer.Default.Equals(promised, returned) => null,
            ({ TypeKind: TypeKind.Error }, _) => null,
            (null, _) => $"has no result: implement 'IJobHandler<{job.Name}>' in '{type.Name}', or mark the payload [Job<{returned!.Display()}>]",
            _ => $"has a result of type '{promised.Display()}': implement 'IJobHandler<{job.Name}, {promised.Display()}>' in '{type.Name}'",
        };
    }

    private static List<RuleModel>? Rules(INamedTypeSymbol type, Compilation compilation, Action<Diagnostic>? report)
    {
        var rules = new List<RuleModel>();
        var valid = true;
        foreach (var attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is not { Arity: 1, ContainingNamespace: { Name: "Jobs", ContainingNamespace.IsGlobalNamespace: true } } kind
                || kind.Name is not ("RetryOnAttribute" or "DeadOnAttribute") || kind.TypeArguments[0] is not { TypeKind: not TypeKind.Error } exception)
            {
                continue;
            }

            valid &= Check(null, "exception", exception.Display(), Nameable.Problem(exception, compilation));
            if (kind.Name == "DeadOnAttribute")
            {
                rules.Add(new RuleModel(exception.Name(), null, 0));
            }
            else if (attribute.ConstructorArguments is [var retry])
            {
                var attempts = attribute.NamedArguments.FirstOrDefault(static n => n.Key == "MaxAttempts").Value.Value ?? 0;
                valid &= Check(null, "retry", Literals.Of(retry), SettingsParser.RetryProblem(retry.Value)) & Check("MaxAttempts", "MaxAttempts", attempts, SettingsParser.RangeProblem(attempts, 0, Limits.MaxAttempts));
                rules.Add(new RuleModel(exception.Name(), retry.Value as string ?? "", attempts as int? ?? 0));
            }

            bool Check(string? property, string what, object? value, string? problem)
            {
                if (problem is not null)
                {
                    report?.Invoke(Diagnostic.Create(Rule.InvalidSetting, attribute.WhereOf(type, property), what, value, type.Name, problem));
                }

                return problem is null;
            }
        }

        return valid ? rules : null;
    }
}
