using System.Globalization;
using Jobs.Generators.Model;
using Jobs.Generators.Text;

namespace Jobs.Generators.Emission;

/// <summary>Writes the file of one job: the other half of its payload, its enqueue methods and its codec.</summary>
internal static class JobEmitter
{
    public static string FileName(JobUnit unit) => FileBase(unit) + ".Job.g.cs";

    public static string FileBase(JobUnit unit) => unit.HasTwin ? Names.UniqueInAnyCase(unit.Job.Payload.TypeName) : Names.Unique(unit.Job.Payload.TypeName);

    public static string Emit(JobUnit unit)
    {
        var job = unit.Job;
        var code = new CodeWriter();
        code.Seen(Seen.Of(job));
        using (code.Namespace(job.Payload.Namespace))
        {
            PayloadEmitter.Within(code, job.Payload, () => Payload(code, job));
            code.Line();
            EnqueueEmitter.Emit(code, job);
            code.Line();
            Definition(code, job, ManifestEmitter.Emit(unit));
        }

        code.Line();
        using (code.Namespace(job.Home))
        {
            CodecEmitter.Emit(code, job.Codec);
        }

        return code.ToString();
    }

    private static void Payload(CodeWriter code, JobModel job)
    {
        var self = job.Payload.TypeName;
        var contract = $"global::Jobs.IJob<{self}>";
        var full = job.Result is null ? contract : $"global::Jobs.IJob<{self}, {job.Result.Name}>";
        using (code.Block($"{job.Payload.Declaration} : {full}"))
        {
            code.Line($"static global::Jobs.JobDefinition {contract}.Definition => {DefinitionClass(job)}.Value;");
            code.Line();
            Write(code, job, $"static void {contract}.Write", job.Codec.Type, job.Payload.IsReference, "OfPayload");
            code.Line();
            Read(code, job, $"static {self} {contract}.Read", job.Codec.Type, job.Payload.IsReference, "OfPayload");
            if (job.Result is { } result)
            {
                code.Line();
                Write(code, job, $"static void {full}.WriteResult", result, isRequired: false, "OfResult");
                code.Line();
                Read(code, job, $"static {result.Name} {full}.ReadResult", result, isRequired: false, "OfResult");
            }

            if (job.Payload.Printing is { } modifiers)
            {
                code.Line();
                PrintingEmitter.Emit(code, modifiers, ((ObjectCodec)job.Codec).Members);
            }
        }
    }

    private static void Write(CodeWriter code, JobModel job, string head, TypeRef type, bool isRequired, string error)
    {
        using (code.Block($"{head}(ref global::MessagePack.MessagePackWriter writer, {type.Name} value)"))
        {
            using (code.Block("try"))
            {
                Values.Write(code, type, isRequired ? "value ?? throw global::Jobs.Wire.WireErrors.IsNull()" : "value", "1", qualifier: Home(job));
            }

            Catch(code, job, error);
        }
    }

    private static void Read(CodeWriter code, JobModel job, string head, TypeRef type, bool isRequired, string error)
    {
        using (code.Block($"{head}(ref global::MessagePack.MessagePackReader reader)"))
        {
            using (code.Block("try"))
            {
                var read = isRequired ? Values.Read(type, Home(job)) + " ?? throw global::Jobs.Wire.WireErrors.IsNull()" : Values.ReadItem(type, Home(job));
                code.Line($"return {read};");
            }

            Catch(code, job, error);
        }
    }

    public static void Catch(CodeWriter code, JobModel job, string error)
    {
        using (code.Block("catch (global::System.Exception error)"))
        {
            code.Line($"throw global::Jobs.Wire.WireErrors.{error}({Literal(job.Settings.Name)}, error);");
        }
    }

    private static void Definition(CodeWriter code, JobModel job, string manifest)
    {
        var settings = job.Settings;
        var values = new List<string>();
        Add("Version", settings.Version == 1 ? null : settings.Version.ToString());
        Add("Aliases", settings.Aliases.Count == 0 ? null : $"new string[] {{ {string.Join(", ", settings.Aliases.Select(Literal))} }}");
        Add("Queue", settings.Queue is { } queue ? Literal(queue) : null);
        Add("Priority", settings.Priority?.ToString(CultureInfo.InvariantCulture));
        Add("MaxAttempts", settings.MaxAttempts?.ToString());
        Add("Timeout", Seconds(settings.TimeoutSeconds));
        Add("Retry", settings.Retry is { } retry ? $"global::Jobs.RetryPolicy.Parse({Literal(retry)})" : null);
        Add("Retention", Seconds(settings.RetentionSeconds));
        Add("Manifest", manifest);
        code.Generated();
        using (code.Block($"file static class {DefinitionClass(job)}"))
        {
            code.Line($"public static readonly global::Jobs.JobDefinition Value = new({Literal(settings.Name)})");
            using (code.Block("", close: "};"))
            {
                values.ForEach(v => code.Line(v + ","));
            }
        }

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                values.Add($"{name} = {value}");
            }
        }

        static string? Seconds(int? seconds) => seconds is { } value ? $"global::System.TimeSpan.FromSeconds({value}L)" : null;
    }

    private static string DefinitionClass(JobModel job) => job.Payload.Path + "Definition";

    private static string Home(JobModel job) => $"global::{job.Home}.";

    private static string Literal(string text) => ObjectWriteEmitter.Literal(text);
}
