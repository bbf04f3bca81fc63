using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Writes what a record's <c>ToString</c> prints where some of it must not be seen: the stored members, with [Sensitive] ones hidden.</summary>
internal static class PrintingEmitter
{
    public static void Emit(CodeWriter code, string modifiers, EquatableArray<MemberModel> members)
    {
        code.Line("/// <summary>What is stored, for <c>ToString</c>: [Sensitive] members are hidden.</summary>");
        using (code.Block($"{modifiers} bool PrintMembers(global::System.Text.StringBuilder builder)"))
        {
            for (var i = 0; i < members.Count; i++)
            {
                var head = ObjectWriteEmitter.Literal($"{(i == 0 ? "" : ", ")}{members[i].WireName} = {(members[i].IsSensitive ? "***" : "")}");
                code.Line($"builder.Append({head}){(members[i].IsSensitive ? "" : $".Append((object?)this.{members[i].Name})")};");
            }

            code.Line("return true;");
        }
    }
}
