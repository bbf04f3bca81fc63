namespace Jobs.Analyzers.Tests.Budget;

public class StaticStateTests
{
    [Theory]
    [InlineData("[|count|]++;", "count")]
    [InlineData("[|count|] += job.N;", "count")]
    [InlineData("[|H.count|] = job.N;", "count")]
    [InlineData("[|Last|] = job;", "Last")]
    [InlineData("[|seen|].Add(job.N);", "seen")]
    [InlineData("[|byId|][job.N] = 1;", "byId")]
    public Task Changing_it_is_reported(string body, string what) => Verify.ReportsAsync(
        Rule.StaticState, With(body),
        $"'{what}' is shared by all jobs that run in this process at once, and by no other process: keep it in a store, or in a service that is made for it");

    [Theory]
    [InlineData("Interlocked.Increment(ref count);")]
    [InlineData("lock (seen) { seen.Add(job.N); }")]
    [InlineData("safe[job.N] = 1; safe.TryAdd(1, 2);")]
    [InlineData("lazy ??= new();")]
    [InlineData("if (lazy is null) { lazy = new(); }")]
    [InlineData("mine = job.N; own++;")]
    [InlineData("Console.WriteLine(count + seen.Count);")]
    [InlineData("Thread.CurrentThread.CurrentCulture = System.Globalization.CultureInfo.InvariantCulture;")]
    public Task What_is_made_for_it_or_is_the_objects_own_is_fine(string body) => Verify.IsSilentAsync(With(body));

    [Fact]
    public Task A_static_method_that_others_call_is_not_the_handlers() => Verify.IsSilentAsync(In.Handler("", "private static int count; public static void Reset() => count = 0;"));

    [Fact]
    public Task Other_classes_are_left_alone() => Verify.IsSilentAsync(In.Elsewhere("count++;", "private static int count;"));

    private static string With(string body) => In.Handler(
        body,
        """
        private static int count;
        private static A? Last { get; set; }
        private static readonly List<int> seen = [];
        private static readonly Dictionary<int, int> byId = [];
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<int, int> safe = [];
        private static List<int>? lazy;
        [ThreadStatic] private static int own;
        private int mine;
        public string Text => $"{count} {Last} {seen} {byId} {safe} {lazy} {own} {mine}";
        """);
}
