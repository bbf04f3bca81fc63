namespace Jobs.Generators.Scale;

/// <summary>The sources of an application with so many jobs.</summary>
internal static class Application
{
    public static IEnumerable<(string Path, string Text)> Sources(int jobs)
    {
        yield return ("Kind.cs", "namespace Shop; public enum Kind { Small, Large }");
        for (var i = 0; i < jobs; i++)
        {
            if (i % 10 == 0)
            {
                yield return ($"Line{i / 10}.cs", $"namespace Shop; public sealed record Line{i / 10}(string Sku, int Quantity, decimal Price);");
            }

            yield return (JobPath(i), Job(i));
            yield return (HandlerPath(i), Handler(i));
            yield return (OtherPath(i), Other(i, "A"));
            yield return ($"More{i}.cs", Other(i, "B"));
        }
    }

    public static string JobPath(int number) => $"Ship{number}.cs";

    public static string HandlerPath(int number) => $"Ship{number}Handler.cs";

    public static string OtherPath(int number) => $"Other{number}.cs";

    private static string Job(int i) => $$"""
        using Jobs;
        namespace Shop.Area{{i % 50}};

        /// <summary>Job number {{i}}.</summary>
        [Job("ship-{{i}}", Queue = "critical", MaxAttempts = 5)]
        public sealed partial record Ship{{i}}(long Id, string To, string? Note, DateTimeOffset At, List<Line{{i / 10}}> Lines, Kind Kind = Kind.Large);
        """;

    private static string Handler(int i) => $$"""
        using Jobs;
        namespace Shop.Area{{i % 50}};

        [JobHandler]
        public sealed class Ship{{i}}Handler(IServiceProvider services) : IJobHandler<Ship{{i}}>
        {
            public async Task HandleAsync(Ship{{i}} job, JobContext context, CancellationToken cancellationToken)
            {
                foreach (var line in job.Lines)
                {
                    await Task.Delay(line.Quantity, cancellationToken);
                }

                GC.KeepAlive(services);
            }
        }
        """;

    private static string Other(int i, string suffix) => $$"""
        namespace Shop.Area{{i % 50}};

        public sealed class Other{{i}}{{suffix}}(string name)
        {
            private readonly Dictionary<string, List<int>> found = new();

            public string Name { get; } = name;

            public IReadOnlyList<int> Find(string key, int least)
            {
                if (!found.TryGetValue(key, out var list))
                {
                    list = Enumerable.Range(0, least).Where(n => n % 2 == 0).Select(n => n * n).ToList();
                    found.Add(key, list);
                }

                return list.OrderBy(n => -n).ToList();
            }

            public async Task<string> DescribeAsync(CancellationToken cancellationToken)
            {
                await Task.Delay(1, cancellationToken);
                return $"{Name}: {string.Join(", ", found.Select(f => $"{f.Key} has {f.Value.Count}"))}";
            }
        }
        """;
}
