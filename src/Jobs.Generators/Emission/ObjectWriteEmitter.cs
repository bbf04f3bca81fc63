using Jobs.Generators.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace Jobs.Generators.Emission;

/// <summary>Writes an object: a map by name, or an array by position with nil in the gaps.</summary>
internal static class ObjectWriteEmitter
{
    public static void Emit(CodeWriter code, ObjectCodec codec)
    {
        if (!codec.IsSealed)
        {
            using (code.Block($"if (value.GetType() != typeof({codec.Type.Name}))"))
            {
                code.Line($"throw global::Jobs.Wire.WireErrors.IsDerived(value, {Literal(codec.Display)});");
            }

            code.Line();
        }

        var members = codec.Members;
        if (!codec.IsArrayForm)
        {
            code.Line($"writer.WriteMapHeader({members.Count});");
            foreach (var member in members)
            {
                code.Line($"global::Jobs.Wire.WireFormat.WriteKey(ref writer, {Literal(member.WireName)}u8);");
                Emit(code, codec, member);
            }

            return;
        }

        var count = members[members.Count - 1].Index + 1;
        code.Line($"writer.WriteArrayHeader({count});");
        for (int i = 0, next = 0; i < count; i++)
        {
            if (members[next].Index == i)
            {
                Emit(code, codec, members[next++]);
            }
            else
            {
                code.Line("writer.WriteNil();");
            }
        }
    }

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static void Emit(CodeWriter code, ObjectCodec codec, MemberModel member)
    {
        var value = $"value.{member.Name}";
        var forgive = Values.Forgive(member.Type);
        if (!member.AllowsNull)
        {
            value += $" ?? throw global::Jobs.Wire.WireErrors.IsNull({Literal($"{codec.Display}.{member.WireName}")})";
            value = forgive.Length == 0 ? value : $"({value})";
        }

        value += forgive;
        Values.Write(code, member.Type, value, "depth + 1", "item" + member.Name.TrimStart('@'));
    }
}
