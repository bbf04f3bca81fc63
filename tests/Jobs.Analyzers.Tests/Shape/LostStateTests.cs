using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests.Shape;

/// <summary>JOB1015 for every way in which a value can stay behind, and for what only looks like one.</summary>
public class LostStateTests
{
    [Theory]
    [InlineData("public string [|S|] { get; private set; } = \"\"; public void Set() => S = \"x\";")]
    [InlineData("public int [|S|] { get; private set; } = 0;")]
    [InlineData("public bool [|S|] { get; protected set; } = false;")]
    [InlineData("public DayOfWeek [|S|] { get; private init; } = DayOfWeek.Friday;")]
    [InlineData("public string [|S|] { get; private protected set; } = \"\";")]
    [InlineData("public string [|S|] { get => field; private set => field = value.Trim(); } = \"\";")]
    [InlineData("private string s = \"\"; public string [|S|] { get => s; private set => s = value; }")]
    [InlineData("private string s = \"\"; public string [|S|] { get { return s; } } public void Set(string to) => s = to;")]
    [InlineData("private string s = \"\"; public string [|S|] => s.Trim(); public void Set(string to) => s = to;")]
    [InlineData("private string s = \"\"; public string [|S|] => Trimmed(); private string Trimmed() => this.s.Trim(); public void Set(string to) => s = to;")]
    [InlineData("private string Inner { get; set; } = \"\"; public string [|S|] => Inner; public void Set(string to) => Inner = to;")]
    [InlineData("private string Inner { get => inner; set => inner = value; } private string inner = \"\"; public string [|S|] => Inner;")]
    [InlineData("internal readonly List<string> items = []; public IReadOnlyList<string> [|S|] => items.AsReadOnly();")]
    [InlineData("private readonly List<string> items = []; public int [|S|] => items.Count; public void Add(string s) => items.Add(s);")]
    [InlineData("private readonly int[] slots = new int[3]; public int [|S|] => slots[0]; public void Set() => slots[0] = 1;")]
    [InlineData("private int count; public int [|S|] => count; public void Add() => count++;")]
    [InlineData("private int count; public int [|S|] => count; public void Add() => System.Threading.Interlocked.Increment(ref count);")]
    [InlineData("private (int, int) pair; public int [|S|] => pair.Item1; public void Set() => (pair, _) = ((1, 2), 0);")]
    [InlineData("public string [|S|] { get; } = \"mail\"; public A(string s, int other) { S = s; N = other; } public A() { }")]
    [InlineData("public List<string> [|S|] { get; } = [];")]
    [InlineData("public Guid [|S|] { get; } = Guid.NewGuid();")]
    [InlineData("public readonly Guid [|S|] = Guid.NewGuid();")]
    [InlineData("public string [|S|] { private get; set; } = \"\"; public int [|Length|] => S.Length;")]
    [InlineData("private string s = \"\"; public string [|S|] { set => s = value; } public override string ToString() => s;")]
    public Task A_value_that_reading_does_not_give_back_is_reported(string members) =>
        ReportsAsync($$"""[Job("a")] public partial class A { public int N { get; set; } {{members}} }""");

    [Theory]
    [InlineData("class A(int n, string s = \"x\")", "public int N { get; } = n; public string [|Text|] => s;")]
    [InlineData("class A(int n, string s = \"x\")", "public int N { get; } = n; public int [|S|] => s.Length;")]
    [InlineData("class A(int n, string s = \"x\")", "public int N { get; } = n; public string [|Text|] { get; } = s;")]
    [InlineData("class A(int n)", "public int N { get; } = n++; public int [|Twice|] => n * 2;")]
    [InlineData("record A(string To)", "public string [|Domain|] { get; } = To.Split('@')[0];")]
    public Task A_value_that_a_primary_constructor_takes_and_reading_does_not_give_back_is_reported(string head, string members) =>
        ReportsAsync($$"""[Job("a")] public partial {{head}} { {{members}} }""");

    [Theory]
    [InlineData("public int Twice => N * 2;")]
    [InlineData("public string Text { get { var n = N; return $\"{n}{Kind}\"; } } public string Kind => \"x\";")]
    [InlineData("private string? text; public string Text => text ??= N.ToString();")]
    [InlineData("public string Text => field ??= N.ToString();")]
    [InlineData("private int n2; public int M { get => n2; set => n2 = value; } public int Half => n2 / 2;")]
    [InlineData("public string To { get; set { field = value; Domain = value.Split('@')[0]; } } = \"\"; public string Domain { get; private set; } = \"\";")]
    [InlineData("private readonly object gate = new(); public int Count { get { lock (gate) { return N; } } }")]
    [InlineData("private readonly int factor = 2; public int Twice => N * factor;")]
    [InlineData("private static int calls; public int Calls => calls;")]
    [InlineData("private const int Factor = 2; public int Twice => N * Factor;")]
    [InlineData("private int count; public int Items { get { var count = N; return count; } } public void Add() => count++; internal int Own => count;")]
    [InlineData("public Other Made => new Other { items = N }; private int items; public void Add() => items++; public class Other { public int items; }")]
    [InlineData("public readonly int Version = 5;")]
    [InlineData("public int Version { get; } = -5;")]
    [InlineData("public int Version { get; } = 2 * 3;")]
    [InlineData("[IgnoreMember] public int Attempts { get; private set; } public int Next => Attempts + 1;")]
    [InlineData("[IgnoreMember] public string Secret { private get; set; } = \"\"; public int Length => Secret.Length;")]
    public Task A_value_that_follows_from_stored_ones_or_is_always_the_same_is_fine(string members) =>
        Verify.IsSilentAsync($$"""[Job("a")] public partial class A { public int N { get; set; } {{members}} }""");

    [Theory]
    [InlineData("class A(string to)", "public string To { get; } = to; public string Domain { get; } = to.Split('@')[0]; public int Length => to.Length;")]
    [InlineData("class A(string to)", "private readonly string to = to; public string To => to; public int Length => to.Length;")]
    [InlineData("class A", "private readonly string to; public A(string to) => this.to = to; public string To => to; public int Length => to.Length;")]
    [InlineData("class A", "public A(string to) { To = to; Domain = to.Split('@')[0]; } public string To { get; } public string Domain { get; }")]
    [InlineData("class A(string to) : B(to)", "")]
    public Task A_value_that_a_constructor_makes_again_of_stored_ones_is_fine(string head, string members) => Verify.IsSilentAsync(
        $$"""
        [Job("a")] public partial {{head}} { {{members}} }
        public abstract class B(string to) { public string To { get; } = to; public int Length => to.Length; }
        """);

    [Fact]
    public async Task Members_of_compiled_types_are_reported_where_the_payload_reaches_them()
    {
        const string Types = """
            public class Order
            {
                private readonly System.Collections.Generic.List<string> lines = new();
                private int count;
                public int Id { get; set; }
                public string Private { get; private set; } = "";
                public string Protected { get; protected set; } = "";
                public string Internal { get; internal set; } = "";
                public string GetOnly { get; } = "";
                public System.Collections.Generic.IReadOnlyList<string> Lines => lines;
                public System.Collections.Generic.IReadOnlyList<string> Copies => lines.AsReadOnly();
                public int Count => count;
                public string Body { get => count.ToString(); private set => count = value.Length; }
                public string WriteOnly { private get; set; } = "";
                public readonly int ReadOnly = 1;
                public int Twice => Id * 2;
                public string Text { get { return Id.ToString(); } }
                public static int Shared { get; private set; }
                [MessagePack.IgnoreMember] public int Ignored { get; private set; }
                public void Add(string line) { lines.Add(line); count++; Shared++; Ignored++; WriteOnly += Private; }
            }
            """;
        var contracts = Sources.Compile([Types], Sources.References, "Contracts").ToImage();
        string[] lost = ["Private", "Protected", "Internal", "GetOnly", "Lines", "Copies", "Count", "Body", "ReadOnly", "WriteOnly"];

        var found = await Library.AnalyzeAsync(Sources.Compile(["""[Job("a")] public partial record A(Order Order);"""], [.. Sources.References, contracts]).WithGenerated());

        Assert.Equal(
            lost.Select(static m => $"JOB1015 Order.{m}").Order(StringComparer.Ordinal),
            found.Select(static d => $"{d.Id} {d.GetMessage().Split('\'')[1]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Members_of_types_in_a_reference_assembly_are_reported_too()
    {
        var contracts = Sources.Compile(["public class Order { public int Id { get; set; } public string Status { get; private set; } = \"\"; public string Kind { get; } = \"x\"; public int[] Parts => new int[Id]; public int Twice => Id * 2; }"], Sources.References, "Contracts");
        using var image = new MemoryStream();
        Assert.True(contracts.Emit(image, options: new(metadataOnly: true, includePrivateMembers: false), cancellationToken: TestContext.Current.CancellationToken).Success);

        var found = await Library.AnalyzeAsync(Sources.Compile(["""[Job("a")] public partial record A(Order Order);"""], [.. Sources.References, MetadataReference.CreateFromImage(image.ToArray())]).WithGenerated());

        Assert.Equal(["Order.Kind", "Order.Parts", "Order.Status"], found.Select(static d => d.GetMessage().Split('\'')[1]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Members_of_types_of_a_referenced_project_are_seen_by_their_source()
    {
        var contracts = Sources.Compile(["public class Order { public int Id { get; set; } public string Status { get; private set; } = \"\"; public int Twice => Id * 2; }"], Sources.References, "Contracts");

        var found = await Library.AnalyzeAsync(Sources.Compile(["""[Job("a")] public partial record A(Order Order);"""], [.. Sources.References, contracts.ToMetadataReference()]).WithGenerated());

        Assert.Equal("Order.Status", Assert.Single(found).GetMessage().Split('\'')[1]);
    }

    private static async Task ReportsAsync(string marked)
    {
        var markup = Markup.Parse(marked);
        var generated = Sources.Compile(markup.Text).WithGenerated();
        Assert.Empty(generated.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));

        var found = await Library.AnalyzeAsync(generated);

        Assert.Equal(markup.Spans.Select(static s => (Rule.MemberIsNotStored.Id, s)), found.Select(static d => (d.Id, d.Location.SourceSpan)));
    }
}
