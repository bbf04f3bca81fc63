using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests.Idempotency;

/// <summary>Code that a second run leaves as the first one left it, although it looks like what the rules report.</summary>
public class LeftAloneTests
{
    private const string Members = """
        private Task<string?> FindReceiptAsync(int id) => Task.FromResult<string?>(id.ToString());
        private bool HasPosted(int id) => id > 0;
        private async Task SendAsync(Uri to) => await http.PostAsync(to, null);
        private Task CancelOrderAsync(Uri to) => http.PostAsync(to, null);
        private Task InsertSaleAsync(int n) => sql.ExecuteAsync("INSERT INTO sales (n) VALUES (@n)", new { n });
        private Task AddLogsAsync(int n) => sql.ExecuteAsync("INSERT INTO events (n) VALUES (@n)", new { n });
        private Task SeedAsync() { db.Items.Add(new Item()); return db.SaveChangesAsync(); }
        private event EventHandler? Changed;
        private void Raise() => Changed?.Invoke(this, EventArgs.Empty);
        private Wrapped Wrap(int n) => new(n);
        private Envelope Make(int n, string id) { var e = new Envelope { N = n }; e.MessageId = id; return e; }
        private sealed class Envelope { public int N { get; set; } public string MessageId { get; set; } = ""; }
        private sealed class Wrapped { public Wrapped(int n) { MessageId = $"n-{n}"; } public string MessageId { get; } }
        """;

    private const string Stripe = """
        namespace Stripe
        {
            public class PaymentIntentCreateOptions { public long Amount { get; set; } public bool? Confirm { get; set; } }
            public class PaymentIntentService { public Task CreateAsync(PaymentIntentCreateOptions options, RequestOptions? requestOptions = null, CancellationToken cancellationToken = default) => Task.CompletedTask; }
        }
        """;

    [Theory]
    // 2001
    [InlineData("var key = $\"tmp-{Guid.NewGuid()}\"; await store.SaveAsync(key, 1, cancellationToken); await DeleteAsync(key);")]
    // 2002
    [InlineData("await http.PatchAsync(job.To, null, cancellationToken);")]
    [InlineData("await http.PostAsync($\"https://shop.example/orders/{job.N}/cancel\", null, cancellationToken);")]
    [InlineData("await http.PostAsync(\"https://shop.example/files/rename\", null, cancellationToken);")]
    [InlineData("var orderId = job.N; await http.PostAsync($\"https://shop.example/orders/{orderId}\", null, cancellationToken);")]
    [InlineData("await CancelOrderAsync(job.To);")]
    [InlineData("if (await FindReceiptAsync(job.N) != null) return; await http.PostAsync(job.To, null, cancellationToken);")]
    [InlineData("if (!HasPosted(job.N)) { await http.PostAsync(job.To, null, cancellationToken); }")]
    [InlineData("if (HasPosted(job.N)) return; await SendAsync(job.To);")]
    [InlineData("var uploadId = job.Text; await http.PostAsync($\"https://shop.example/parts?upload={uploadId}\", null, cancellationToken);")]
    [InlineData("await http.PostAsync(\"https://ml.example/v1/predict\", null, cancellationToken);")]
    [InlineData("await http.PostAsync(job.To, new StringContent(\"{ \\\"query\\\": \\\"query { orders { id } }\\\" }\"), cancellationToken);")]
    [InlineData("await http.PostAsync(\"https://a.example/ping\", null, cancellationToken);")]
    [InlineData("await http.PostAsync(\"https://a.example/api/v2/stats\", null, cancellationToken);")]
    [InlineData("Changed += (_, _) => http.PostAsync(job.To, null); Raise();")]
    // 2004
    [InlineData("await new Stripe.PaymentIntentService().CreateAsync(new() { Amount = 5 }, cancellationToken: cancellationToken);")]
    // 2005
    [InlineData("await sql.ExecuteAsync(\"DELETE FROM sales WHERE n = 1\"); await sql.ExecuteAsync(\"INSERT INTO sales (n) VALUES (1)\");")]
    [InlineData("if (HasPosted(job.N)) return; await InsertSaleAsync(job.N);")]
    [InlineData("await sql.ExecuteAsync(\"INSERT INTO delivery_attempts (n) VALUES (1)\");")]
    [InlineData("await sql.ExecuteAsync(\"INSERT INTO journal (n) VALUES (1)\");")]
    [InlineData("await AddLogsAsync(job.N);")]
    [InlineData("await sql.ExecuteAsync(\"INSERT INTO members (team_id, user_id) VALUES (@t, @u)\", new { t = 1, u = 2 });")]
    [InlineData("await sql.ExecuteAsync(\"INSERT INTO orders (order_id, n) VALUES (@order, 1)\", new { order = job.N });")]
    // 2006
    [InlineData("await SeedAsync();")]
    [InlineData("if (HasPosted(job.N)) return; db.Items.Add(new Item()); await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("try { db.Items.Add(new Item()); await db.SaveChangesAsync(cancellationToken); } catch { Console.WriteLine(\"there\"); }")]
    // 2007
    [InlineData("var old = job.N; await db.Items.Where(i => i.Stock == old).ExecuteUpdateAsync(s => s.SetProperty(i => i.Stock, i => i.Stock - 1), cancellationToken);")]
    [InlineData("await sql.ExecuteAsync(\"UPDATE items SET stock = stock - 1 WHERE id = 7 AND stock = 3\");")]
    [InlineData("await sql.ExecuteAsync(\"UPDATE items SET row_version = row_version + 1 WHERE id = 7\");")]
    [InlineData("await redis.StringIncrementAsync($\"rate:{job.N}\");")]
    // 2009
    [InlineData("if (HasPosted(job.N)) return; await bus.Publish(new Item(), cancellationToken);")]
    [InlineData("await bus.Publish(Make(job.N, context.IdempotencyKey), cancellationToken);")]
    [InlineData("await bus.Publish(new Wrapped(job.N), cancellationToken);")]
    public async Task It_is_fine(string body) => Assert.Empty(await FoundAsync(body));

    [Theory]
    [InlineData("JOB2001", "var key = $\"tmp-{Guid.NewGuid()}\"; await store.SaveAsync(key, 1, cancellationToken);")]
    [InlineData("JOB2001", "await store.SaveAsync($\"{DateTime.UtcNow:O}-{Guid.NewGuid()}\", 1, cancellationToken);")] // one key, one report
    [InlineData("JOB2002", "await http.PostAsync($\"https://shop.example/orders\", null, cancellationToken);")]
    [InlineData("JOB2002", "if (await FindReceiptAsync(job.N) == null) return; await http.PostAsync(job.To, null, cancellationToken);")] // returns where something is missing
    [InlineData("JOB2002", "await SendAsync(job.To); if (HasPosted(job.N)) return;")]
    [InlineData("JOB2004", "await new Stripe.PaymentIntentService().CreateAsync(new() { Amount = 5, Confirm = true }, cancellationToken: cancellationToken);")]
    [InlineData("JOB2005", "await sql.ExecuteAsync(\"DELETE FROM sold WHERE n = 1\"); await sql.ExecuteAsync(\"INSERT INTO sales (n) VALUES (1)\");")]
    [InlineData("JOB2005", "await sql.ExecuteAsync(\"INSERT INTO order_lines (order_id, n) VALUES (@order, 1)\", new { order = job.N });")]
    [InlineData("JOB2009", "await bus.Publish(new Item(), cancellationToken);")]
    [InlineData("JOB2007", "await db.Items.Where(i => i.Id == job.N).ExecuteUpdateAsync(s => s.SetProperty(i => i.Stock, i => i.Stock - 1), cancellationToken);")]
    [InlineData("JOB2007", "await redis.StringIncrementAsync(\"generated\");")] // no word of its own is 'rate'
    [InlineData("JOB2007", "await redis.StringIncrementAsync(\"state\");")] // nor 'stat'
    public async Task Its_neighbour_is_reported(string id, string body) => Assert.Equal([id], await FoundAsync(body));

    private static async Task<string[]> FoundAsync(string body)
    {
        var compilation = Sources.Compile([.. In.Handler(body, Members + " private Task DeleteAsync(string key) => Task.FromResult(key);"), Stripe]).WithGenerated();
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        return [.. (await Library.AnalyzeAsync(compilation)).Select(static d => d.Id).Where(static i => i.StartsWith("JOB2", StringComparison.Ordinal))];
    }
}
