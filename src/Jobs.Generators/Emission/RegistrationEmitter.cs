using Jobs.Generators.Model;
using Jobs.Generators.Text;

namespace Jobs.Generators.Emission;

/// <summary>Writes the class that registers an assembly's handlers, and the attribute by which other assemblies find it.</summary>
internal static class RegistrationEmitter
{
    public const string FileName = "Jobs.Handlers.g.cs";

    /// <summary>The registration class of an assembly, given the namespace of what is generated for it.</summary>
    public static string ClassOf(string home) => $"global::{home}.Handlers";

    public static string Emit(RegistrationModel registration)
    {
        var code = new CodeWriter($"[assembly: global::Jobs.JobHandlersRegistration(typeof({ClassOf(registration.Home)}))]");
        code.Seen(registration.Handlers.Select(Seen.Of));
        using (code.Namespace(registration.Home))
        {
            code.Line("/// <summary>The handlers of this assembly. Called by the generated <c>AddHandlers()</c> of the assembly that runs them.</summary>");
            code.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
            code.Generated();
            using (code.Block("public static class Handlers"))
            {
                code.Line("/// <summary>Adds them to a table.</summary>");
                using (code.Block("public static void Register(global::Jobs.JobHandlerTable table)"))
                {
                    foreach (var handler in registration.Handlers)
                    {
                        foreach (var job in handler.Jobs)
                        {
                            Add(code, handler, job);
                        }
                    }

                    foreach (var step in registration.StepResults)
                    {
                        StepResultEmitter.Emit(code, step);
                    }
                }
            }
        }

        return code.ToString();
    }

    private static void Add(CodeWriter code, HandlerModel handler, HandledJob job)
    {
        var types = job.ResultTypeName is null ? $"{job.TypeName}, {handler.TypeName}" : $"{job.TypeName}, {job.ResultTypeName}, {handler.TypeName}";
        var needsScope = handler.Parameters.Count > 0;
        code.Line($"table.Add<{types}>(");
        using (code.Indent())
        {
            var arguments = handler.Parameters.Select(p => $"{p.Name}: {Service(p, handler)}").ToList();
            if (arguments.Count == 0)
            {
                code.Line($"static services => new {handler.TypeName}(),");
            }
            else
            {
                code.Line($"static services => new {handler.TypeName}(");
                using (code.Indent())
                {
                    for (var i = 0; i < arguments.Count; i++)
                    {
                        code.Line(arguments[i] + (i == arguments.Count - 1 ? ")," : ","));
                    }
                }
            }

            code.Line($"needsScope: {(needsScope ? "true" : "false")}{(handler.Rules.Count == 0 ? ");" : ",")}");
            for (var i = 0; i < handler.Rules.Count; i++)
            {
                code.Line(Rule(handler.Rules[i]) + (i == handler.Rules.Count - 1 ? ");" : ","));
            }
        }
    }

    private static string Service(ServiceParameter parameter, HandlerModel handler)
    {
        const string Services = "global::Jobs.HandlerServices";
        const string Injection = "global::Microsoft.Extensions.DependencyInjection";
        var type = parameter.TypeName;
        return parameter.Source switch
        {
            ServiceSource.Provider => "services",
            ServiceSource.Keyed => $"{Injection}.ServiceProviderKeyedServiceExtensions.GetRequiredKeyedService<{type}>(services, {parameter.Key})",
            ServiceSource.OptionalKeyed =>
                $"{Services}.OrDefault<{type}>((services as {Injection}.IKeyedServiceProvider)?.GetKeyedService(typeof({type}), {parameter.Key}), {Fallback(parameter)})",
            ServiceSource.Optional => $"{Services}.OrDefault<{type}>(services.GetService(typeof({type})), {Fallback(parameter)})",
            _ => $"{Services}.Required<{type}>(services, {ObjectWriteEmitter.Literal(handler.Display)})",
        };
    }

    private static string Fallback(ServiceParameter parameter) => parameter.Default is "default" or null && parameter.IsReference ? "default!" : parameter.Default!;

    private static string Rule(RuleModel rule)
    {
        const string Rules = "global::Jobs.ExceptionRule";
        return rule.Retry is null
            ? $"{Rules}.DeadOn<{rule.ExceptionTypeName}>()"
            : $"{Rules}.RetryOn<{rule.ExceptionTypeName}>({ObjectWriteEmitter.Literal(rule.Retry)}{(rule.MaxAttempts == 0 ? "" : $", {rule.MaxAttempts}")})";
    }
}
