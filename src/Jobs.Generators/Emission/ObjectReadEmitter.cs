using System.Text;
using Jobs.Generators.Model;

namespace Jobs.Generators.Emission;

/// <summary>Reads an object: each member into a variable, in whatever order they come, then all of them into a new object.</summary>
internal static class ObjectReadEmitter
{
    private const string Errors = "global::Jobs.Wire.WireErrors";

    public static void Emit(CodeWriter code, ObjectCodec codec)
    {
        var members = codec.Members;
        foreach (var member in members)
        {
            code.Line($"{Values.OrNull(member.Type)} {Variable(member)} = {(member.Missing == Missing.Default ? member.Default : "default")};");
        }

        var tracked = new Tracked(members.Where(static m => m.Missing != Missing.Default).ToList());
        tracked.Declare(code);
        code.Line("var member = \"\"; // the one being read, for the error");
        using (code.Block("try"))
        {
            code.Line($"var count = reader.{(codec.IsArrayForm ? "ReadArrayHeader" : "ReadMapHeader")}();");
            using (code.Block("for (var i = 0; i < count; i++)"))
            {
                if (codec.IsArrayForm)
                {
                    ByPosition(code, members, tracked);
                }
                else
                {
                    ByName(code, members, tracked);
                }
            }

            code.Line();
            code.Line("member = \"\";");
            tracked.Require(code);
            tracked.Complete(code, Construct(codec, m => m.Missing == Missing.Error || m.Parameter is not null), Variable);
            code.Line("reader.Depth--;");
            code.Line($"return {Construct(codec, static _ => true)};");
        }

        using (code.Block("catch (global::System.Exception error)"))
        {
            var sensitive = members.Where(static m => m.IsSensitive).Select(static m => ObjectWriteEmitter.Literal(m.WireName)).ToList();
            code.Line(sensitive.Count == 0
                ? $"throw {Errors}.In(member, error);"
                : $"throw member is {string.Join(" or ", sensitive)} ? {Errors}.InSensitive(member) : {Errors}.In(member, error);");
        }
    }

    private static void ByName(CodeWriter code, EquatableArray<MemberModel> members, Tracked tracked)
    {
        code.Line("var key = global::Jobs.Wire.WireFormat.ReadKey(ref reader);");
        using (code.Block("switch (key.Length)"))
        {
            foreach (var member in members)
            {
                var name = ObjectWriteEmitter.Literal(member.WireName);
                code.Line($"case {Encoding.UTF8.GetByteCount(member.WireName)} when global::System.MemoryExtensions.SequenceEqual(key, {name}u8):");
                Member(code, member, tracked);
            }

            Unknown(code);
        }
    }

    private static void ByPosition(CodeWriter code, EquatableArray<MemberModel> members, Tracked tracked)
    {
        using (code.Block("switch (i)"))
        {
            foreach (var member in members)
            {
                code.Line($"case {member.Index}:");
                Member(code, member, tracked);
            }

            Unknown(code);
        }
    }

    private static void Member(CodeWriter code, MemberModel member, Tracked tracked)
    {
        using (code.Indent())
        {
            code.Line($"member = {ObjectWriteEmitter.Literal(member.WireName)};");
            code.Line($"{Variable(member)} = {Values.Read(member.Type)}{(member.AllowsNull ? "" : $" ?? throw {Errors}.IsNull()")};");
            tracked.Mark(code, member);
            code.Line("break;");
        }
    }

    private static void Unknown(CodeWriter code)
    {
        code.Line("default:");
        using (code.Indent())
        {
            code.Line("member = \"\";");
            code.Line("reader.Skip();");
            code.Line("break;");
        }
    }

    private static string Construct(ObjectCodec codec, Func<MemberModel, bool> include)
    {
        if (codec.Factory is { } factory)
        {
            return $"{codec.Type.Name}.{factory}({string.Join(", ", codec.Members.Select(static m => $"{Variable(m)}{Forgive(m)}"))})";
        }

        var arguments = codec.Members.Where(static m => m.Parameter is not null).Select(static m => $"{m.Parameter}: {Variable(m)}{Forgive(m)}");
        var initializers = codec.Members.Where(m => m.InInitializer && include(m)).Select(static m => $"{m.Name} = {Variable(m)}{Forgive(m)}").ToList();
        return $"new {codec.Type.Name}({string.Join(", ", arguments)})" + (initializers.Count == 0 ? "" : $" {{ {string.Join(", ", initializers)} }}");
    }

    /// <summary>Where it must not be null, that has been checked; and what is within it has no annotations here.</summary>
    private static string Forgive(MemberModel member) => member.Type.IsReference ? "!" : Values.Forgive(member.Type);

    private static string Variable(MemberModel member) => "_" + member.Name.TrimStart('@');
}
