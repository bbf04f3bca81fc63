using Jobs.Generators.Model;

namespace Jobs.Generators.Text;

/// <summary>What the generator saw of types and handlers, written as comments at the top of its files: a generator does not see what another one writes,
/// an analyzer does, and compares.</summary>
internal static class Seen
{
    public const string Start = "// sees ";

    /// <summary>No name of a type has it.</summary>
    public const string Separator = "; ";

    public static IEnumerable<string> Of(JobModel job) => job.Codecs.OfType<ObjectCodec>().Select(Of);

    public static string Of(ObjectCodec codec) => Head(codec) + string.Join(Separator, codec.Members.Select(Of));

    public static string Head(ObjectCodec codec) => $"{Start}{codec.Type.Name}: ";

    /// <summary>By its C# name: what it is called on the wire can have line breaks.</summary>
    public static string Of(MemberModel member) => $"{member.Type.Name} {member.Name}{(member.Parameter is null ? "" : $" ({member.Parameter})")}";

    public static string Of(HandlerModel handler) => $"{Start}{handler.TypeName}({string.Join(", ", handler.Parameters.Select(static p => p.TypeName))})";
}
