namespace Jobs.Analyzers.Tests.Shape;

public class UnsupportedTypeTests
{
    private const string Own = "use a plain type of your own with the data that is needed, or give the parameter a default and mark it [property: IgnoreMember]";
    private const string Carry = "a stream is open in this process only: store its bytes in a file or a blob, and carry the place";
    private const string Place = Carry + ", or give the parameter a default and mark it [property: IgnoreMember]";
    private const string Inject = "services belong to this process: let the handler take them by its constructor, or give the parameter a default and mark it [property: IgnoreMember]";
    private const string Act = "store data that the handler can act on, or give the parameter a default and mark it [property: IgnoreMember]";

    [Theory]
    [InlineData("System.IO.Stream", Place)]
    [InlineData("System.IO.MemoryStream", Place)]
    [InlineData("System.IServiceProvider", Inject)]
    [InlineData("System.Net.Http.HttpClient", Inject)]
    [InlineData("System.Threading.Tasks.Task<int>", "a task runs in this process only: await it, and carry its result, or give the parameter a default and mark it [property: IgnoreMember]")]
    [InlineData("System.Data.Common.DbConnection", "a connection is open in this process only: let the handler take it by its constructor, or give the parameter a default and mark it [property: IgnoreMember]")]
    [InlineData("System.Threading.CancellationToken", "a token belongs to this process: the handler is given one of its own, or give the parameter a default and mark it [property: IgnoreMember]")]
    [InlineData("System.Type", Own)]
    [InlineData("System.Collections.Generic.IAsyncEnumerable<int>", Own)]
    [InlineData("System.Action", Act)]
    [InlineData("object", "declare the type that is meant, or a base type with a [Union] per implementation, or give the parameter a default and mark it [property: IgnoreMember]")]
    [InlineData("nint", "it lives in this process only; store plain data, or give the parameter a default and mark it [property: IgnoreMember]")]
    [InlineData("int[,]", "use an array of arrays, or give the parameter a default and mark it [property: IgnoreMember]")]
    public Task A_member_of_a_type_with_no_wire_form_is_named_with_the_way_out(string type, string wayOut) => Verify.ReportsAsync(
        Rule.UnsupportedType,
        $$"""[Job("send-email")] public partial record SendEmail(string To, {{type}} [|Body|]);""",
        $"Job 'send-email': member 'Body' has type '{type}', which has no wire form: {wayOut}");

    [Theory]
    [InlineData("Microsoft.AspNetCore.Http", "interface IFormFile", "an upload is gone with its request: store it in a file or a blob, and carry the place")]
    [InlineData("Microsoft.AspNetCore.Http", "class HttpContext", "a request is over when the job runs: carry what the handler needs of it, such as the user's id")]
    [InlineData("Microsoft.EntityFrameworkCore", "class DbContext", "a context belongs to this process and scope: carry keys, and let the handler take the context by its constructor")]
    public Task What_is_alive_in_a_request_or_a_scope_is_named_with_what_to_carry_instead(string space, string type, string instead) => Verify.ReportsAsync(
        Rule.UnsupportedType,
        ["[Job(\"a\")] public partial record A(Live [|Body|]); public class Live : " + $"{space}.{type.Split(' ')[1]};", $"namespace {space} {{ public {type}; }}"],
        Sources.References,
        $"Job 'a': member 'Body' has type 'Live', which has no wire form: {instead}, or give the parameter a default and mark it [property: IgnoreMember]");

    [Fact]
    public Task A_member_further_down_is_named_with_its_path_and_underlined_itself() => Verify.ReportsAsync(
        Rule.UnsupportedType,
        """
        [Job("send-email")] public partial record SendEmail(List<Part> Parts);
        public class Part { public Dictionary<string, Stream?>? [|Attachments|] { get; set; } }
        """,
        $"Job 'send-email': member 'Parts.Attachments' has type 'System.IO.Stream', which has no wire form: {Carry}, or mark the member [IgnoreMember]");

    [Fact]
    public Task A_result_of_a_type_with_no_wire_form_is_reported_at_the_attribute() => Verify.ReportsAsync(
        Rule.UnsupportedType,
        """[[|Job<Stream>("render")|]] public partial record Render(int Id);""",
        $"Job 'render': the result has type 'System.IO.Stream', which has no wire form: {Carry}");

    [Fact]
    public Task An_interface_without_unions_is_reported() => Verify.ReportsAsync(
        Rule.UnsupportedType,
        """
        [Job("pay")] public partial record Pay(IMethod [|By|]);
        public interface IMethod;
        """,
        "Job 'pay': member 'By' has type 'IMethod', which has no wire form: it has no [MessagePack.Union(n, typeof(…))] that names its implementations: "
        + "add one per implementation, or give the parameter a default and mark it [property: IgnoreMember]");

    [Fact]
    public Task A_member_of_a_type_of_a_referenced_project_is_reported_at_the_member_that_leads_there()
    {
        // As an editor has it: a project reference shows the source of the other project, which may not be underlined here.
        var contracts = Sources.Compile(["public record Part(System.IO.Stream Body);"], Sources.References, "Contracts");
        return Verify.ReportsAsync(
            Rule.UnsupportedType,
            ["""[Job("send-email")] public partial record SendEmail(Part [|First|]);"""],
            [.. Sources.References, contracts.ToMetadataReference()],
            $"Job 'send-email': member 'First.Body' has type 'System.IO.Stream', which has no wire form: {Place}");
    }

    [Theory]
    [InlineData("System.Data.DataTable", "a table has no shape that the compiler could check: carry a list of records with its columns")]
    [InlineData("MyList", "collections of your own have no wire form: use List<T>, Dictionary<TKey, TValue> or another of the standard ones")]
    [InlineData("MyError", "it derives from 'System.Exception', whose state generated code cannot restore: use a type without that base, with the data that is needed")]
    public Task A_type_is_called_what_it_is(string type, string wayOut) => Verify.ReportsAsync(
        Rule.UnsupportedType,
        $$"""[Job("a")] public partial class A { public {{type}}? [|Body|] { get; set; } } public class MyList : List<int>; public class MyError : Exception;""",
        $"Job 'a': member 'Body' has type '{type}', which has no wire form: {wayOut}, or mark the member [IgnoreMember]");

    [Theory]
    [InlineData("SortedSet<Own>", "System.Collections.Generic.SortedSet<Own>", "Own")]
    [InlineData("SortedDictionary<(int, Own), string>", "System.Collections.Generic.SortedDictionary<System.ValueTuple<int, Own>, string>", "Own")]
    public Task A_sorted_collection_of_what_does_not_compare_is_reported(string type, string display, string item) => Verify.ReportsAsync(
        Rule.UnsupportedType,
        $$"""[Job("a")] public partial class A { public {{type}} [|Body|] { get; set; } = new(); } public record Own(int N);""",
        $"Job 'a': member 'Body' has type '{display}', which has no wire form: it is sorted, and '{item}' does not say how its values compare: "
        + $"let it implement IComparable<{item}>, or use a collection that is not sorted");

    [Fact]
    public Task A_required_member_is_not_offered_to_stay_behind() => Verify.ReportsAsync(
        Rule.UnsupportedType,
        """[Job("a")] public partial class A { public required object [|Body|] { get; set; } }""",
        "Job 'a': member 'Body' has type 'object', which has no wire form: declare the type that is meant, or a base type with a [Union] per implementation");

    [Fact]
    public Task Types_with_a_wire_form_are_fine() => Verify.IsSilentAsync(
        """
        #pragma warning disable JOB3010
        [Job("everything")]
        public partial record Everything(
            bool A, byte B, long C, double D, decimal E, char F, string G, Guid H, DateTime I, DateTimeOffset J, TimeSpan K, DateOnly L, TimeOnly M,
            Uri N, Half O, Int128 P, DayOfWeek Q, int? R, string? S, byte[] T, ReadOnlyMemory<byte> U, List<int> V, Dictionary<string, int[]> W,
            IReadOnlyList<HashSet<Guid>> X, (int Left, string Right) Y, Node Z, IShape Shape, Page<Node> Page, [property: IgnoreMember] Stream? Ignored = null);
        public sealed class Node { public Node? Next { get; set; } public KeyValuePair<string, Node>[] Children { get; set; } = []; }
        public record Page<T>(T[] Items, int Total);
        [Union(0, typeof(Circle)), Union(1, typeof(Square))] public interface IShape;
        public record Circle(double Radius) : IShape;
        public record struct Square(double Side) : IShape;
        """);
}
