using Jobs.Generators.Model;
using Jobs.Generators.Text;

namespace Jobs.Generators.Emission;

/// <summary>Writes the codec of one type: a class with a static <c>Write</c> and <c>Read</c>, which codecs and jobs call directly, and
/// MessagePack's formatter interface on top for whoever has a use for one.</summary>
internal static class CodecEmitter
{
    /// <param name="hasTwin">Another codec's type has the same name but for the case.</param>
    public static string FileName(CodecModel codec, bool hasTwin) => (hasTwin ? Names.UniqueInAnyCase(codec.Type.Name) : Names.Unique(codec.Type.Name)) + ".Codec.g.cs";

    /// <summary>A file with one codec, for a type that is no payload itself.</summary>
    public static string EmitFile(CodecModel codec, string home)
    {
        var code = new CodeWriter();
        using (code.Namespace(home))
        {
            Emit(code, codec);
        }

        return code.ToString();
    }

    public static void Emit(CodeWriter code, CodecModel codec)
    {
        var name = Names.Codec(codec.Type.Name);
        var type = Values.OrNull(codec.Type);
        code.Line($"/// <summary>The wire form of {Xml.Text(codec.Display)}: {Form(codec)}.</summary>");
        code.Generated();
        using (code.Block($"internal sealed class {name} : global::MessagePack.Formatters.IMessagePackFormatter<{type}>"))
        {
            code.Line($"public static readonly {name} Instance = new();");
            code.Line();
            using (code.Block($"public static void Write(ref global::MessagePack.MessagePackWriter writer, {type} value, int depth)"))
            {
                OrNil(code, codec, "writer.WriteNil();", "return;");
                code.Line("global::Jobs.Wire.WireFormat.Enter(depth);");
                Write(code, codec);
            }

            code.Line();
            using (code.Block($"public static {type} Read(ref global::MessagePack.MessagePackReader reader)"))
            {
                if (CanBeNil(codec))
                {
                    using (code.Block("if (reader.TryReadNil())"))
                    {
                        code.Line("return default;");
                    }

                    code.Line();
                }

                code.Line("global::Jobs.Wire.WireFormat.Enter(ref reader);");
                Read(code, codec);
            }

            code.Line();
            code.Line($"void global::MessagePack.Formatters.IMessagePackFormatter<{type}>.Serialize(ref global::MessagePack.MessagePackWriter writer, {type} value, global::MessagePack.MessagePackSerializerOptions options) => Write(ref writer, value, 1);");
            code.Line();
            code.Line($"{type} global::MessagePack.Formatters.IMessagePackFormatter<{type}>.Deserialize(ref global::MessagePack.MessagePackReader reader, global::MessagePack.MessagePackSerializerOptions options) => Read(ref reader);");
        }
    }

    private static void Write(CodeWriter code, CodecModel codec)
    {
        switch (codec)
        {
            case ObjectCodec model: ObjectWriteEmitter.Emit(code, model); break;
            case UnionCodec model: UnionEmitter.Write(code, model); break;
            case TupleCodec model: TupleEmitter.Write(code, model); break;
            case SequenceCodec model: SequenceEmitter.Write(code, model); break;
            case MapCodec model: MapEmitter.Write(code, model); break;
        }
    }

    private static void Read(CodeWriter code, CodecModel codec)
    {
        switch (codec)
        {
            case ObjectCodec model: ObjectReadEmitter.Emit(code, model); break;
            case UnionCodec model: UnionEmitter.Read(code, model); break;
            case TupleCodec model: TupleEmitter.Read(code, model); break;
            case SequenceCodec model: SequenceEmitter.Read(code, model); break;
            case MapCodec model: MapEmitter.Read(code, model); break;
        }
    }

    private static void OrNil(CodeWriter code, CodecModel codec, params string[] then)
    {
        if (!CanBeNil(codec))
        {
            return;
        }

        using (code.Block(codec.Type.IsReference ? "if (value is null)" : "if (value.IsDefault)"))
        {
            foreach (var line in then)
            {
                code.Line(line);
            }
        }

        code.Line();
    }

    /// <summary>An immutable array that was never set is a value type and has no items to ask for all the same.</summary>
    private static bool CanBeNil(CodecModel codec) => codec.Type.IsReference || codec is SequenceCodec { Shape: Sequence.ImmutableArray };

    private static string Form(CodecModel codec) => codec switch
    {
        ObjectCodec { IsArrayForm: true } => "an array of its members",
        ObjectCodec => "a map of its members by name",
        UnionCodec => "an array of the case's number and its value",
        MapCodec => "a map",
        _ => "an array of its items",
    };
}
