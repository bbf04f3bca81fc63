using Jobs.Generators.Model;
using Jobs.Generators.Text;

namespace Jobs.Generators.Emission;

/// <summary>Writes the methods that enqueue a job: one payload, and many.</summary>
internal static class EnqueueEmitter
{
    private const string Task = "global::System.Threading.Tasks.ValueTask";
    private const string Handle = "global::Jobs.JobHandle";

    public static void Emit(CodeWriter code, JobModel job)
    {
        var accessibility = job.Payload.IsPublic ? "public" : "internal";
        code.Line($"/// <summary>Enqueues <c>{job.Settings.Name}</c> jobs.</summary>");
        code.Generated();
        using (code.Block($"{accessibility} static class {job.Payload.EnqueueClass}"))
        {
            Method(code, job, accessibility, many: false);
            code.Line();
            Method(code, job, accessibility, many: true);
            if (job.Result is { } result)
            {
                code.Line();
                using (code.Block($"private static {result.Name} ReadResult<TJob>(ref global::MessagePack.MessagePackReader reader) where TJob : global::Jobs.IJob<TJob, {result.Name}>"))
                {
                    code.Line("return TJob.ReadResult(ref reader);");
                }
            }
        }
    }

    private static void Method(CodeWriter code, JobModel job, string accessibility, bool many)
    {
        var payload = job.Payload.TypeName;
        var handle = job.Result is { } result ? $"{Handle}<{result.Name}>" : Handle;
        Documentation(code, job, many);
        if (!many)
        {
            code.Line("[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)] // new(…) is one payload, never a list of them");
        }

        var (returns, parameter, call) = many
            ? ($"global::System.Collections.Generic.IReadOnlyList<{handle}>", $"global::System.Collections.Generic.IEnumerable<{payload}> payloads", $"client.EnqueueManyAsync<{payload}>(payloads, options, cancellationToken)")
            : (handle, $"{payload} payload", $"client.EnqueueAsync<{payload}>(payload, options, cancellationToken)");
        code.Line($"{accessibility} static {(job.Result is null ? "" : "async ")}{Task}<{returns}> {Names.EnqueueMethod(job.Settings.EnqueueName, job.Payload.NestedName)}(");
        using (code.Indent())
        {
            code.Line("this global::Jobs.IJobClient client,");
            code.Line($"{parameter},");
            code.Line("global::Jobs.EnqueueOptions? options = null,");
            code.Line("global::System.Threading.CancellationToken cancellationToken = default)");
        }

        using (code.Block(""))
        {
            if (job.Result is null)
            {
                code.Line($"return {call};");
            }
            else if (many)
            {
                code.Line($"var jobs = await {call}.ConfigureAwait(false);");
                code.Line($"var handles = new {handle}[jobs.Count];");
                using (code.Block("for (var i = 0; i < handles.Length; i++)"))
                {
                    code.Line($"handles[i] = new {handle}(jobs[i], client, ReadResult<{payload}>);");
                }

                code.Line();
                code.Line("return handles;");
            }
            else
            {
                code.Line($"var job = await {call}.ConfigureAwait(false);");
                code.Line($"return new {handle}(job, client, ReadResult<{payload}>);");
            }
        }
    }

    private static void Documentation(CodeWriter code, JobModel job, bool many)
    {
        var name = $"<c>{job.Settings.Name}</c>";
        var queue = $"<c>{job.Settings.Queue ?? JobDefaults.Queue}</c>";
        code.Line(many
            ? $"/// <summary>Stores many {name} jobs in as few round trips as possible, in order, in queue {queue} unless the options name another.</summary>"
            : $"/// <summary>Stores one {name} job in queue {queue} unless the options name another.</summary>");
        code.Line("/// <param name=\"client\">Where to store.</param>");
        code.Line(many
            ? $"/// <param name=\"payloads\">What the handler of {Xml.See(job.Payload.TypeName)} is given, one job each.</param>"
            : $"/// <param name=\"payload\">What the handler of {Xml.See(job.Payload.TypeName)} is given.</param>");
        code.Line($"/// <param name=\"options\">Delay, queue, headers and other differences from its <c>[Job]</c>{(many ? ", for each of them; no id" : "")}.</param>");
        code.Line("/// <param name=\"cancellationToken\">Ends the wait; what was on its way by then may be stored.</param>");
        var what = many ? "One handle per payload, in their order" : "The stored job";
        code.Line($"/// <returns>{what}{(job.Result is null ? "" : many ? "; each awaits its result" : "; it awaits the result")}.</returns>");
        code.Line("/// <exception cref=\"global::System.ArgumentException\">An option is not usable; nothing was stored.</exception>");
        if (many)
        {
            code.Line("/// <exception cref=\"global::Jobs.JobBulkStoreException\">At least one was not stored, or nobody knows; it says which.</exception>");
        }
        else
        {
            code.Line("/// <exception cref=\"global::Jobs.JobStoreUnavailableException\">Redis did not answer in time; it says whether the job is stored.</exception>");
            code.Line("/// <exception cref=\"global::Jobs.JobStoreException\">Redis refused it; nothing was stored.</exception>");
        }

        code.Line("/// <exception cref=\"global::MessagePack.MessagePackSerializationException\">A payload has a null where its type allows none; nothing was stored.</exception>");
    }
}
