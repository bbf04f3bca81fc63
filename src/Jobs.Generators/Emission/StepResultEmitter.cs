using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Writes the call that tells a table how results of steps of one type are written and read.</summary>
internal static class StepResultEmitter
{
    public static void Emit(CodeWriter code, StepResultModel step)
    {
        var (type, home) = (step.Type, $"global::{step.Home}.");
        code.Line($"table.AddStepResult<{type.Name}>(");
        using (code.Indent())
        {
            using (code.Block($"static (ref global::MessagePack.MessagePackWriter writer, {type.Name} value) =>", close: "},"))
            {
                Values.Write(code, type, "value", "1", qualifier: home);
            }

            code.Line($"static (ref global::MessagePack.MessagePackReader reader) => {Values.ReadItem(type, home)});");
        }
    }
}
