namespace Jobs.Analyzers.Tests.Idempotency;

/// <summary>Ordinary code that the rules once spoke of: see docs/rules/false-positives.md.</summary>
public class OrdinaryTests
{
    [Theory]
    [InlineData("await SaveAsync(job, job.N);", "private Task SaveAsync(A a, int id) => sql.ExecuteAsync(\"INSERT INTO sales (id, n) VALUES (@Id, 1)\", new { Id = id, a.N });")]
    [InlineData("object? row = await sql.ExecuteAsync(\"SELECT 1\"); if (row == null) { await sql.ExecuteAsync(\"INSERT INTO sales (n) VALUES (1)\"); }", "")]
    [InlineData("await AddAsync(new Item { Id = job.N });", "private Task AddAsync(Item item) { db.Items.Add(item); return db.SaveChangesAsync(); }")]
    [InlineData("var r = new HttpRequestMessage(HttpMethod.Post, job.To); r.Headers.Add(\"x-requestid\", job.Text); await http.SendAsync(r, cancellationToken);", "")]
    [InlineData("await ChargeAsync(null, cancellationToken);", "private Task ChargeAsync(RequestOptions? options, CancellationToken cancellationToken) => charges.CreateAsync(new(), options, cancellationToken);")]
    public async Task Code_that_brings_its_key_along_or_looks_before_is_fine(string body, string members)
    {
        var found = await Library.AnalyzeAsync(Sources.Compile(In.Handler(body, members)).WithGenerated());
        Assert.Empty(found.Where(static d => d.Id.StartsWith("JOB2", StringComparison.Ordinal)));
    }
}
