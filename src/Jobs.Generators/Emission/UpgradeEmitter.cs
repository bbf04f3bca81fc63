using Jobs.Generators.Contracts;
using Jobs.Generators.Model;
using Jobs.Generators.Upgrades;

namespace Jobs.Generators.Emission;

/// <summary>Writes the earlier versions of a payload: their frozen types, the hooks that turn each into the next, and what reads stored ones.</summary>
internal static class UpgradeEmitter
{
    public static string FileName(UpgradeModel model) => JobEmitter.FileBase(model.Unit) + ".Upgrades.g.cs";

    public static string Emit(UpgradeModel model)
    {
        var code = new CodeWriter();
        var payload = model.Unit.Job.Payload;
        using (code.Namespace(payload.Namespace))
        {
            PayloadEmitter.Within(code, payload, () =>
            {
                using (code.Block(payload.Declaration))
                {
                    Hooks(code, model);
                    Read(code, model);
                    foreach (var version in model.Versions)
                    {
                        foreach (var type in version.Types)
                        {
                            code.Line();
                            Type(code, type, version.Version);
                        }
                    }
                }
            });
        }

        return code.ToString();
    }

    private static void Hooks(CodeWriter code, UpgradeModel model)
    {
        var versions = model.Versions;
        for (var i = 0; i < versions.Count; i++)
        {
            var next = i + 1 < versions.Count ? versions[i + 1].Root.Name : model.Unit.Job.Payload.TypeName;
            code.Line($"/// <summary>Turns a payload stored as version {versions[i].Version} into version {versions[i].Version + 1}. What it throws makes the job dead, with its bytes kept.</summary>");
            code.Line($"private static partial {next} {Hook(model)}({versions[i].Root.Name} old);");
            code.Line();
        }
    }

    /// <summary>A payload with a member of that name has another hook.</summary>
    private static string Hook(UpgradeModel model) => model.Unit.Job.Payload.Taken.Contains("Upgrade") ? "UpgradeFrom" : "Upgrade";

    private static void Read(CodeWriter code, UpgradeModel model)
    {
        var job = model.Unit.Job;
        var (self, home) = (job.Payload.TypeName, $"global::{job.Home}.");
        var current = job.Settings.Version;
        using (code.Block($"static {self} global::Jobs.IJob<{self}>.ReadVersion(ref global::MessagePack.MessagePackReader reader, int version)"))
        {
            using (code.Block($"if (version < {model.Versions[0].Version} || version > {current})"))
            {
                code.Line($"throw global::Jobs.Wire.WireErrors.OtherVersion({ObjectWriteEmitter.Literal(job.Settings.Name)}, version, {current});");
            }

            code.Line();
            using (code.Block("try"))
            {
                code.Line("return version switch");
                using (code.Block("", close: "};"))
                {
                    for (var i = 0; i < model.Versions.Count; i++)
                    {
                        var upgrades = string.Concat(Enumerable.Repeat(Hook(model) + "(", model.Versions.Count - i));
                        code.Line($"{model.Versions[i].Version} => {upgrades}{NotNull(model.Versions[i].Root, home)}{new string(')', model.Versions.Count - i)},");
                    }

                    code.Line($"_ => {(job.Payload.IsReference ? NotNull(job.Codec.Type, home) : Values.Read(job.Codec.Type, home))},");
                }
            }

            JobEmitter.Catch(code, job, "OfPayload");
        }
    }

    private static string NotNull(TypeRef type, string home) => $"{Values.Read(type, home)} ?? throw global::Jobs.Wire.WireErrors.IsNull()";

    private static void Type(CodeWriter code, FrozenType type, int version)
    {
        code.Line($"/// <summary>{Xml.Text(type.Display)} as version {version} stored it. Written from jobs.contracts.txt.{(type.Form is ContractForm.Map or ContractForm.Array ? " What may be missing is nullable." : "")}</summary>");
        code.Generated();
        var bases = type.Bases.Count == 0 ? "" : " : " + string.Join(", ", type.Bases);
        switch (type.Form)
        {
            case ContractForm.Enum:
                using (code.Block($"internal enum {type.Name} : {type.Number}"))
                {
                    foreach (var value in type.Values)
                    {
                        code.Line(value + ",");
                    }
                }

                break;
            case ContractForm.Union:
                code.Line($"internal interface {type.Name}{bases};");
                break;
            default:
                Record(code, type, bases);
                break;
        }
    }

    private static void Record(CodeWriter code, FrozenType type, string bases)
    {
        using (code.Block($"internal sealed record {type.Name}{bases}"))
        {
            foreach (var member in type.Members)
            {
                var isNullable = member.Type.IsReference && member.AllowsNull;
                code.Line($"public {(member.Missing == Missing.Error ? "required " : "")}{member.Type.Name}{(isNullable ? "?" : "")} {member.Name} {{ get; init; }}");
            }

            if (type.Members.Any(static m => m.IsSensitive))
            {
                code.Line();
                PrintingEmitter.Emit(code, "private", type.Members);
            }
        }
    }
}
