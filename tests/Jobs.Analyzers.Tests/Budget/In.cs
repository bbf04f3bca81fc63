namespace Jobs.Analyzers.Tests.Budget;

/// <summary>Code put where a handler has it.</summary>
internal static class In
{
    private const string Job =
        """
        using System.Threading.Channels;
        [Job("a", TimeoutSeconds = 10)] public partial record A(int N);
        public interface IShop
        {
            Task<int> CountAsync(int id, CancellationToken cancellationToken = default);
            Task SaveAsync();
            Task SaveAsync(int id);
            Task SaveAsync(int id, CancellationToken cancellationToken);
            Task CloseAsync();
            IAsyncEnumerable<int> ListAsync(CancellationToken cancellationToken = default);
            event EventHandler Changed;
        }

        """;

    /// <param name="body">What <c>HandleAsync</c>, which is async, does with <c>shop</c>.</param>
    /// <param name="members">What else the class has.</param>
    public static string Handler(string body, string members = "") =>
        $$"""
        {{Job}}
        [JobHandler]
        public class H(IShop shop) : IJobHandler<A>
        {
            public async Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken)
            {
                await Task.Yield();
                {{body}}
            }

            public IShop Shop => shop;
            {{members}}
        }
        """;

    /// <summary>The same in a class that no worker knows.</summary>
    public static string Elsewhere(string body, string members = "") =>
        Handler(body, members).Replace("[JobHandler]", "", StringComparison.Ordinal).Replace(" : IJobHandler<A>", "", StringComparison.Ordinal);
}
