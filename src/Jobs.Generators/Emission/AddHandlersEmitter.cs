namespace Jobs.Generators.Emission;

/// <summary>Writes <c>AddHandlers()</c> for an assembly that hosts workers.</summary>
/// <remarks>In a namespace of the assembly's own, which a global using brings into every file of it: seen without any using in the
/// user's code, and never in doubt with the one of an assembly whose internals are visible to this one.</remarks>
internal static class AddHandlersEmitter
{
    public const string FileName = "Jobs.AddHandlers.g.cs";

    /// <param name="registrations">The registration classes: this assembly's own and those of the assemblies it references.</param>
    public static string Emit(string home, IReadOnlyList<string> registrations)
    {
        var space = home + ".Hosting";
        var code = new CodeWriter($"global using global::{space};");
        using (code.Namespace(space))
        {
            code.Generated();
            using (code.Block("internal static class AddHandlersExtension"))
            {
                code.Line("/// <summary>Adds the <c>[JobHandler]</c> classes of this assembly and of the assemblies it references.</summary>");
                using (code.Block("public static global::Jobs.IJobsBuilder AddHandlers(this global::Jobs.IJobsBuilder jobs)"))
                {
                    code.Line("return jobs.AddHandlers(static table =>");
                    using (code.Block("", close: "});"))
                    {
                        foreach (var registration in registrations)
                        {
                            code.Line($"{registration}.Register(table);");
                        }
                    }
                }
            }
        }

        return code.ToString();
    }
}
