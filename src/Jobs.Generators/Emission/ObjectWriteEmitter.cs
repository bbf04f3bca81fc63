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

    /// <summary>Its codec, or the form of its values, knows what is wrong and not which member it is.</summary>
    private static bool CanFailWithin(TypeRef type) => type.Kind == WireKind.Codec || type.Leaf == Leaf.Uri || (type.Inner is { } inner && CanFailWithin(inner));

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static void Emit(CodeWriter code, ObjectCodec codec, MemberModel member)
    {
        var path = $"{codec.Display}.{member.WireName}";
        var value = $"value.{member.Name}";
        var forgive = Values.Forgive(member.Type);
        if (!member.AllowsNull)
        {
            value += $" ?? throw global::Jobs.Wire.WireErrors.IsNull({Literal(path)})";
            value = forgive.Length == 0 ? value : $"({value})";
        }

        value += forgive;
        if (!CanFailWithin(member.Type))
        {
            Values.Write(code, member.Type, value, "depth + 1", "item" + member.Name.TrimStart('@'), member: path);
            return;
        }

        using (code.Block("try"))
        {
            Values.Write(code, member.Type, value, "depth + 1", "item" + member.Name.TrimStart('@'));
        }

        using (code.Block("catch (global::MessagePack.MessagePackSerializationException error)"))
        {
            code.Line($"throw global::Jobs.Wire.WireErrors.Within({Literal(path)}, error);");
        }
    }
}
