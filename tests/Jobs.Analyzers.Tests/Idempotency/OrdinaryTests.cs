using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests.Idempotency;

/// <summary>Ordinary code that the rules once spoke of: see docs/rules/false-positives.md.</summary>
public class OrdinaryTests
{
    private const string MoreOfThem = """
        namespace Stripe
        {
            public class CustomerService { public Task CreateAsync(string options) => Task.CompletedTask; }
            public class InvoiceService { public Task PayAsync(string id) => Task.CompletedTask; public Task CreateAsync(string options) => Task.CompletedTask; }
        }
        """;

    [Theory]
    [InlineData("await SaveAsync(job, job.N);", "private Task SaveAsync(A a, int id) => sql.ExecuteAsync(\"INSERT INTO sales (id, n) VALUES (@Id, 1)\", new { Id = id, a.N });")]
    [InlineData("object? row = await sql.ExecuteAsync(\"SELECT 1\"); if (row == null) { await sql.ExecuteAsync(\"INSERT INTO sales (n) VALUES (1)\"); }", "")]
    [InlineData("await AddAsync(new Item { Id = job.N });", "private Task AddAsync(Item item) { db.Items.Add(item); return db.SaveChangesAsync(); }")]
    [InlineData("var r = new HttpRequestMessage(HttpMethod.Post, job.To); r.Headers.Add(\"x-requestid\", job.Text); await http.SendAsync(r, cancellationToken);", "")]
    [InlineData("await ChargeAsync(null, cancellationToken);", "private Task ChargeAsync(RequestOptions? options, CancellationToken cancellationToken) => charges.CreateAsync(new(), options, cancellationToken);")]
    [InlineData("foreach (var row in new Rows()) { await sql.ExecuteAsync(\"INSERT INTO sales (id, n) VALUES (@Id, 1)\", new { row.Id }); }", "private sealed class Rows : List<Item>;")]
    [InlineData("db.Links.Add(new Link { ItemId = job.N, PersonId = job.Text }); await db.SaveChangesAsync(cancellationToken);", "")]
    [InlineData("await PublishAsync(new SoldEvent(job.N));", "private Task PublishAsync(SoldEvent sold) => bus.Publish(sold); private sealed record SoldEvent(int Id);")]
    [InlineData("var invoice = await db.Notes.SingleAsync(n => n.Id == job.N, cancellationToken); invoice.TimesSent++; await db.SaveChangesAsync(cancellationToken);", "")]
    [InlineData("await new CustomerService().CreateAsync(job.Text); await new InvoiceService().PayAsync(job.Text);", "")]
    [InlineData("await TokenOf(job.To, job.Text);", "private Task TokenOf(Uri to, string clientSecret) => http.PostAsync(to, new StringContent($\"me:{clientSecret}\"));")]
    public async Task Code_that_brings_its_key_along_or_looks_before_is_fine(string body, string members)
    {
        var compilation = Sources.Compile([.. In.Handler(body, members), MoreOfThem]).WithGenerated();
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        var found = await Library.AnalyzeAsync(compilation);
        Assert.Empty(found.Where(static d => d.Id.StartsWith("JOB2", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("JOB2004", "await new InvoiceService().CreateAsync(job.Text);")]
    [InlineData("JOB2005", "foreach (var c in job.Text) { await sql.ExecuteAsync(\"INSERT INTO sales (id, n) VALUES (@Id, 1)\", new { Id = Guid.NewGuid(), N = c }); }")]
    [InlineData("JOB2006", "db.Rows.Add(new Row { ItemId = job.N, PersonId = job.Text }); await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2007", "var note = await db.Notes.SingleAsync(n => n.Id == job.N, cancellationToken); note.TimesRead++; await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2009", "var sold = new SoldEvent(job.N); await bus.Publish(sold);")]
    public async Task Its_neighbour_is_reported(string id, string body)
    {
        var compilation = Sources.Compile([.. In.Handler(body, "private sealed record SoldEvent(int Id);"), MoreOfThem]).WithGenerated();
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        var found = await Library.AnalyzeAsync(compilation);
        Assert.Equal([id], found.Select(static d => d.Id).Where(static i => i.StartsWith("JOB2", StringComparison.Ordinal)));
    }
}
