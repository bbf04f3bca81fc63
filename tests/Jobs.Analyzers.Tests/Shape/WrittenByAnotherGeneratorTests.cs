using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests.Shape;

public class WrittenByAnotherGeneratorTests
{
    private const string Handle = "public Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;";
    private const string NotSeen = "another source generator writes it, and no generator sees what another one writes";

    private const string Ids = """
        namespace StronglyTypedIds
        {
            internal enum Template { Guid, Int, String, Long }

            [System.AttributeUsage(System.AttributeTargets.Struct)]
            internal sealed class StronglyTypedIdAttribute : System.Attribute
            {
                public StronglyTypedIdAttribute(Template template, params string[] names) { }
                public StronglyTypedIdAttribute(params string[] names) { }
            }
        }
        """;

    private const string ValueObjects = """
        namespace Vogen
        {
            internal class ValueObjectAttribute(System.Type? underlyingType = null) : System.Attribute { public System.Type? Type => underlyingType; }
            internal class ValueObjectAttribute<T> : System.Attribute;
        }
        """;

    [Fact]
    public Task Members_of_a_type_that_a_payload_reaches_are_an_error() => ReportsAsync(
        """[Job("ship")] public partial record Ship(OrderId Id); public partial struct OrderId;""",
        "public partial struct OrderId { public OrderId(System.Guid value) => Value = value; public System.Guid Value { get; } }",
        $"Ship: Job 'ship': member 'OrderId.Value', or the constructor that takes it: {NotSeen}: write it by hand, or declare 'OrderId' in a referenced project");

    [Fact]
    public Task Members_of_the_payload_itself_are_an_error() => ReportsAsync(
        """[Job("a")] public partial class A { public int N { get; set; } }""",
        "public partial class A { public string? Note { get; set; } }",
        $"A: Job 'a': member 'A.Note', or the constructor that takes it: {NotSeen}: write it by hand, or declare 'A' in a referenced project");

    [Fact]
    public Task A_constructor_that_takes_members_is_an_error() => ReportsAsync(
        """[Job("a")] public partial class A { public string To { get; } = "nobody"; public int N { get; set; } }""",
        "public partial class A { public A() { } public A(string to) => To = to; }",
        $"A: Job 'a': member 'A.To', or the constructor that takes it: {NotSeen}: write it by hand, or declare 'A' in a referenced project");

    [Fact]
    public Task A_payload_declared_in_generated_code_is_an_error() => ReportsAsync(
        "public partial class Counter;",
        """public partial class Counter { [Jobs.Job("a")] public partial record A(int N); }""",
        $"A: Job 'a': type 'Counter.A': {NotSeen}: declare it in a C# file, or in a referenced project");

    [Fact]
    public Task A_type_of_a_member_declared_in_generated_code_is_an_error() => ReportsAsync(
        """[Job("a")] public partial record A(Dto N);""",
        "public record Dto(int N);",
        $"A: Job 'a': type 'Dto': {NotSeen}: declare it in a C# file, or in a referenced project");

    [Fact]
    public Task A_base_type_declared_in_generated_code_is_an_error() => ReportsAsync(
        """[Job("a")] public partial record A(B N); public class B : Dto { public int M { get; set; } }""",
        "public class Dto { public int N { get; set; } }",
        $"A: Job 'a': type 'Dto': {NotSeen}: declare it in a C# file, or in a referenced project");

    [Fact]
    public Task A_constructor_of_a_handler_is_an_error() => ReportsAsync(
        $$"""[Job("a")] public partial record A(int N); [JobHandler] public partial class H : IJobHandler<A> { {{Handle}} }""",
        "public partial class H { public H() { } public H(System.Uri server) { } }",
        $"H: Handler 'H': its constructor or interface: {NotSeen}: write it by hand");

    [Fact]
    public Task A_handler_declared_in_generated_code_is_an_error() => ReportsAsync(
        """[Job("a")] public partial record A(int N);""",
        $"using System.Threading; using System.Threading.Tasks; using Jobs; [JobHandler] public class H : IJobHandler<A> {{ {Handle} }}",
        $"H: Handler 'H': {NotSeen}: declare it in a C# file");

    [Fact]
    public Task A_service_declared_in_generated_code_is_an_error() => ReportsAsync(
        $$"""[Job("a")] public partial record A(int N); [JobHandler] public class H(IApi api) : IJobHandler<A> { public IApi Api => api; {{Handle}} }""",
        "public interface IApi;",
        $"H: Handler 'H': type 'IApi' of its constructor: {NotSeen}: declare it in a referenced project, or take an interface of your own that it implements");

    [Theory]
    [InlineData("[StronglyTypedIds.StronglyTypedId] public partial struct OrderId;", "System.Guid")]
    [InlineData("[StronglyTypedIds.StronglyTypedId(StronglyTypedIds.Template.Long)] public partial struct OrderId;", "long")]
    [InlineData("[StronglyTypedIds.StronglyTypedId(\"string-full\")] public partial struct OrderId;", "string")]
    public Task StronglyTypedIds_are_stored(string id, string type) => IsSilentAsync(
        $$"""[Job("ship")] public partial record Ship(OrderId Id, List<OrderId?> Others); {{id}}""",
        Ids,
        $$"""public partial struct OrderId { public OrderId({{type}} value) => Value = value; public {{type}} Value { get; } public static readonly OrderId Empty = new(default!); }""");

    [Fact]
    public Task A_StronglyTypedId_of_a_template_that_is_not_known_is_an_error() => ReportsAsync(
        """[Job("ship")] public partial record Ship(OrderId Id); [StronglyTypedIds.StronglyTypedId("ours")] public partial struct OrderId;""",
        Ids,
        "public partial struct OrderId { public OrderId(short value) => Value = value; public short Value { get; } }",
        $"Ship: Job 'ship': member 'OrderId.Value', or the constructor that takes it: {NotSeen}: write it by hand, or declare 'OrderId' in a referenced project");

    [Theory]
    [InlineData("[Vogen.ValueObject<string>]", "string")]
    [InlineData("[Vogen.ValueObject(typeof(System.Guid))]", "System.Guid")]
    [InlineData("[Vogen.ValueObject]", "int")]
    public Task Value_objects_of_Vogen_are_stored(string attribute, string type) => IsSilentAsync(
        $$"""[Job("ship")] public partial record Ship(OrderId Id, Dictionary<string, OrderId> Others); {{attribute}} public partial class OrderId;""",
        ValueObjects,
        $$"""
        public partial class OrderId
        {
            private readonly {{type}} _value;
            private readonly bool _isInitialized;
            private OrderId({{type}} value) => (_value, _isInitialized) = (value, true);
            public OrderId() => throw new System.InvalidOperationException();
            public {{type}} Value => _isInitialized ? _value : throw new System.InvalidOperationException();
            public static OrderId From({{type}} value) => new(value);
        }
        """);

    [Fact]
    public Task What_has_nothing_to_do_with_jobs_is_fine() => IsSilentAsync(
        $$"""
        [Job("a")] public partial record A(int N, Box Box);
        public partial class Box { public int N { get; set; } }
        [JobHandler] public partial class H(TimeProvider time) : IJobHandler<A> { public TimeProvider Time => time; {{Handle}} }
        """,
        "",
        """
        public partial class Box { public override string ToString() => "box"; public static int Count => 1; }
        public partial class H { private static readonly int cached = 1; public static int Cached => cached; }
        public record Dto(int N);
        """);

    private static Task ReportsAsync(string source, string other, params string[] messages) => ReportsAsync(source, "", other, messages);

    private static async Task ReportsAsync(string source, string attributes, string other, params string[] messages)
    {
        var found = await Library.AnalyzeAsync(Sources.Compile(source).WithGenerated(other: new OtherGenerator(attributes, other)));

        Assert.Equal(messages, found.Where(static d => d.Id == Rule.WrittenByAnotherGenerator.Id).Select(static d => $"{Underlined(d)}: {d.GetMessage()}"));
    }

    /// <summary>No rule has anything to say, and it compiles.</summary>
    private static async Task IsSilentAsync(string source, string attributes, string other)
    {
        var generated = Sources.Compile(source).WithGenerated(other: new OtherGenerator(attributes, other));

        Assert.Empty(await Library.AnalyzeAsync(generated));
        Assert.Empty(generated.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
    }

    private static string? Underlined(Diagnostic diagnostic) => diagnostic.Location.SourceTree?.ToString().Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length);
}
