using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests.Idempotency;

/// <summary>What the rules about repeated effects speak about, and what ordinary code they keep quiet about.</summary>
public class HandlerEffectsTests
{
    private const string Mail = """smtp.SendMailAsync("a@b", "c@d", "", "", cancellationToken)""";

    [Theory]
    [InlineData("JOB2001", """await store.SaveAsync([|Guid.NewGuid()|].ToString("N"), job.N, cancellationToken);""")]
    [InlineData("JOB2001", """var id = $"order-{[|Guid.NewGuid()|]}"; await store.SaveAsync(id, job.N, cancellationToken);""")]
    [InlineData("JOB2001", """await store.SaveAsync($"{job.N}-{[|DateTime.UtcNow|]:O}", job.N, cancellationToken);""")]
    [InlineData("JOB2001", """var r = new HttpRequestMessage(HttpMethod.Put, job.To); r.Headers.Add("Idempotency-Key", [|Guid.NewGuid()|].ToString()); await http.SendAsync(r, cancellationToken);""")]
    [InlineData("JOB2002", "await [|http.PostAsync(job.To, null, cancellationToken)|];")]
    [InlineData("JOB2002", "using var response = await [|http.PostAsync(job.To, null, cancellationToken)|]; response.EnsureSuccessStatusCode();")]
    [InlineData("JOB2002", "await [|http.SendAsync(new HttpRequestMessage(HttpMethod.Post, job.To), cancellationToken)|];")]
    [InlineData("JOB2004", "var charge = await [|charges.CreateAsync(new() { Amount = job.N }, cancellationToken: cancellationToken)|]; Console.WriteLine(charge.Id);")]
    [InlineData("JOB2005", """await sql.ExecuteAsync([|"insert into sales (n) values (@n)"|], new { job.N });""")]
    [InlineData("JOB2005", """const string Text = "INSERT INTO sales (n) VALUES (1)"; using var c = sql.CreateCommand(); c.CommandText = [|Text|]; await c.ExecuteNonQueryAsync(cancellationToken);""")]
    [InlineData("JOB2006", "[|db.Items.Add(new Item { Stock = job.N })|]; await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2007", "var item = await db.Items.SingleAsync(i => i.Id == job.N, cancellationToken); [|item.Stock -= 1|]; await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2007", "var item = await db.Items.SingleAsync(i => i.Id == job.N, cancellationToken); [|item.Stock++|]; await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2007", "var item = await db.Items.SingleAsync(i => i.Id == job.N, cancellationToken); [|item.Stock = item.Stock + job.N|]; await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2007", "await [|db.Items.ExecuteUpdateAsync(s => s.SetProperty(i => i.Stock, i => i.Stock - 1), cancellationToken)|];")]
    [InlineData("JOB2007", """await sql.ExecuteAsync([|"UPDATE items SET stock = stock - 1 WHERE id = 7"|]);""")]
    [InlineData("JOB2008", """using var writer = [|new StreamWriter("orders.csv", append: true)|]; await writer.WriteLineAsync(job.Text);""")]
    [InlineData("JOB2009", "await [|bus.Publish(new B(job.N), cancellationToken)|];")]
    [InlineData("JOB2010", "await [|client.EnqueueB(new(job.N), cancellationToken: cancellationToken)|];")]
    [InlineData("JOB2010", "await [|client.EnqueueB(new(job.N), new() { Queue = \"low\" }, cancellationToken)|];")]
    public Task An_effect_is_reported(string id, string body) => ReportedAsync(id, In.Handler(body));

    [Theory]
    [InlineData("await store.TraceAsync(Guid.NewGuid().ToString(), cancellationToken);")] // nobody tells calls apart by it
    [InlineData("await store.SaveAsync($\"order-{job.N}\", job.N, cancellationToken);")]
    [InlineData("var file = Path.Combine(\"tmp\", Guid.NewGuid().ToString()); await File.WriteAllTextAsync(file, job.Text, cancellationToken);")]
    [InlineData("await http.GetAsync(job.To, cancellationToken); await http.PutAsync(job.To, null, cancellationToken); await http.DeleteAsync(job.To, cancellationToken);")]
    [InlineData("await http.PostAsync(\"https://shop.example/search\", null, cancellationToken);")]
    [InlineData("var url = $\"{job.To}/oauth/token\"; await http.PostAsync(url, null, cancellationToken);")]
    [InlineData("await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, job.To), cancellationToken);")]
    [InlineData("var r = new HttpRequestMessage { Method = HttpMethod.Post, RequestUri = job.To }; var form = string.Concat(\"cmd=_notify-validate&\", job.Text); r.Content = new StringContent(form); await http.SendAsync(r, cancellationToken);")]
    [InlineData("var form = new Dictionary<string, string> { [\"grant_type\"] = \"client_credentials\" }; await http.PostAsync(job.To, new FormUrlEncodedContent(form), cancellationToken);")]
    [InlineData("var r = new HttpRequestMessage(HttpMethod.Post, job.To); r.Headers.TryAddWithoutValidation(\"Idempotency-Key\", $\"invoice-{job.N}\"); await http.SendAsync(r, cancellationToken);")]
    [InlineData("await http.PostAsync(new Uri($\"{job.To}?key={context.IdempotencyKey}\"), null, cancellationToken);")]
    [InlineData("await charges.CreateAsync(new(), new RequestOptions { IdempotencyKey = context.IdempotencyKey }, cancellationToken);")]
    [InlineData("var options = new RequestOptions(); options.IdempotencyKey = $\"charge-{job.N}\"; await charges.CreateAsync(new(), options, cancellationToken);")]
    [InlineData("await sql.ExecuteAsync(\"INSERT INTO sales (n) VALUES (1) ON CONFLICT DO NOTHING\");")]
    [InlineData("await sql.ExecuteAsync(\"INSERT INTO sales (n) SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM sales)\");")]
    [InlineData("await sql.ExecuteAsync(\"INSERT INTO sales (key, n) VALUES (@key, 1)\", new { key = context.IdempotencyKey });")]
    [InlineData("try { await sql.ExecuteAsync(\"INSERT INTO sales (n) VALUES (1)\"); } catch (DbException) { Console.WriteLine(\"there\"); }")]
    [InlineData("Console.WriteLine(\"INSERT INTO sales is what comes next\");")]
    [InlineData("db.Items.Add(new Item { Id = job.N }); await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("if (!await db.Items.AnyAsync(i => i.Id == job.N, cancellationToken)) { db.Items.Add(new Item()); await db.SaveChangesAsync(cancellationToken); }")]
    [InlineData("var items = new List<Item>(); items.Add(new Item()); await db.SaveChangesAsync(cancellationToken); Console.WriteLine(items.Count);")]
    [InlineData("var item = await db.Items.SingleAsync(i => i.Id == job.N, cancellationToken); item.Stock = job.N; item.Version++; await db.SaveChangesAsync(cancellationToken);")]
    [InlineData("var total = 0; foreach (var item in db.Items) total += item.Stock; Console.WriteLine(total);")]
    [InlineData("await db.Items.ExecuteUpdateAsync(s => s.SetProperty(i => i.Stock, i => job.N), cancellationToken);")]
    [InlineData("await sql.ExecuteAsync(\"UPDATE items SET stock = 3 WHERE id = id + 0\");")]
    [InlineData("await File.AppendAllTextAsync(\"worker.log\", job.Text, cancellationToken);")]
    [InlineData("using var writer = new StreamWriter(\"orders.csv\", append: false); await writer.WriteLineAsync(job.Text);")]
    [InlineData("await client.EnqueueB(new(job.N), new() { Id = JobId.From($\"b-{job.N}\") }, cancellationToken);")]
    public Task Ordinary_code_is_fine(string body) => body.Contains("sql.ExecuteAsync", StringComparison.Ordinal) ? ReportedAsync("none", In.Handler(body)) : Verify.IsSilentAsync(In.Handler(body));

    [Fact]
    public Task What_a_step_does_is_fine() => Verify.IsSilentAsync(In.Handler(
        $$"""
        await context.OnceAsync("mail", _ => {{Mail}}, cancellationToken);
        await context.OnceAsync("post", async ct => { await http.PostAsync(job.To, null, ct); await PostAsync(ct); }, cancellationToken);
        """,
        "private Task PostAsync(CancellationToken cancellationToken) => http.PostAsync(\"https://a\", null, cancellationToken);"));

    [Fact]
    public Task A_method_that_is_marked_is_fine() => Verify.IsSilentAsync(In.Handler(
        "await PostAsync(cancellationToken);",
        "[Idempotent(\"an upsert\")] private Task PostAsync(CancellationToken cancellationToken) => http.PostAsync(\"https://a\", null, cancellationToken);"));

    [Fact]
    public Task A_method_that_the_handler_calls_is_looked_at() => ReportedAsync("JOB2002", In.Handler(
        "await PostAsync(cancellationToken);",
        "private Task PostAsync(CancellationToken cancellationToken) => [|http.PostAsync(\"https://a\", null, cancellationToken)|];"));

    [Theory]
    [InlineData("private async Task GetRateAsync(Uri at, CancellationToken ct) => await http.PostAsync(at, null, ct);")]
    [InlineData("private async Task VerifyAsync(Uri at, CancellationToken ct) => await http.SendAsync(new HttpRequestMessage(HttpMethod.Post, at), ct);")]
    public Task A_method_that_says_that_it_asks_may_post(string method) =>
        Verify.IsSilentAsync(In.Handler(method.Contains("GetRate", StringComparison.Ordinal) ? "await GetRateAsync(job.To, cancellationToken);" : "await VerifyAsync(job.To, cancellationToken);", method));

    [Theory]
    [InlineData("GettingAsync")]
    [InlineData("IssueAsync")]
    [InlineData("GetOrCreateAsync")]
    [InlineData("NotifyAsync")]
    public Task A_method_of_another_name_may_not(string name) => ReportedAsync("JOB2002", In.Handler(
        $"await {name}(job.To, cancellationToken);", $"private async Task {name}(Uri at, CancellationToken ct) => await [|http.PostAsync(at, null, ct)|];"));

    [Theory]
    [InlineData("TokenAnswer", false)]
    [InlineData("Receipt", true)]
    public Task An_answer_that_is_all_that_was_wanted_makes_it_a_question(string answer, bool isReported)
    {
        var post = isReported ? "[|http.PostAsync(job.To, null, cancellationToken)|]" : "http.PostAsync(job.To, null, cancellationToken)";
        var files = In.Handler(
            $"using var a = await {post}; Console.WriteLine(System.Text.Json.JsonSerializer.Deserialize<{answer}>(await a.Content.ReadAsStringAsync(cancellationToken)));",
            "public record TokenAnswer(string Value); public record Receipt(string Value);");
        return isReported ? ReportedAsync("JOB2002", files) : Verify.IsSilentAsync(files);
    }

    [Fact]
    public Task A_method_that_nobody_calls_is_not() => Verify.IsSilentAsync(In.Handler(
        "", "public Task PostAsync(CancellationToken cancellationToken) => http.PostAsync(\"https://a\", null, cancellationToken);"));

    [Fact]
    public async Task A_class_that_is_marked_is_fine()
    {
        var files = In.Handler($"await {Mail};");
        files[0] = files[0].Replace("[JobHandler]", "[JobHandler, Idempotent(\"twice is better than never\")]", StringComparison.Ordinal);
        await Verify.IsSilentAsync(files);
    }

    [Fact]
    public async Task A_class_that_is_no_handler_is_not_looked_at()
    {
        var files = In.Handler($"await {Mail};");
        files[0] = files[0].Replace("[JobHandler]", "", StringComparison.Ordinal).Replace(" : IJobHandler<A>", "", StringComparison.Ordinal);
        await Verify.IsSilentAsync(files);
    }

    [Theory]
    [InlineData("if (!await db.Items.AnyAsync(i => i.Id == job.N, cancellationToken)) return; await db.SaveChangesAsync(cancellationToken); await bus.Publish(new B(1), cancellationToken);", "JOB2009")] // nothing to do
    [InlineData("if (await db.Items.AnyAsync(i => i.Id == job.N, cancellationToken)) return; await db.SaveChangesAsync(cancellationToken); await bus.Publish(new B(1), cancellationToken);", "JOB2011")]
    public async Task An_effect_after_a_commit_is_lost_where_a_retry_returns_before_it(string body, string id)
    {
        var found = await Library.AnalyzeAsync(Sources.Compile(In.Handler(body)).WithGenerated());
        Assert.Equal([id], found.Select(static d => d.Id));
    }

    [Theory]
    [InlineData("""await context.OnceAsync("a", _ => Task.FromResult(1), cancellationToken); await context.OnceAsync([|"a"|], _ => Task.FromResult(2), cancellationToken);""")]
    [InlineData("""foreach (var c in job.Text) await context.OnceAsync([|"a"|], _ => Task.FromResult(c), cancellationToken);""")]
    public Task A_step_name_that_is_taken_is_reported(string body) => ReportedAsync("JOB2012", In.Handler(body));

    [Theory]
    [InlineData("""foreach (var c in job.Text) await context.OnceAsync($"a-{c}", _ => Task.FromResult(c), cancellationToken);""")]
    [InlineData("""if (job.N > 1) await context.OnceAsync("a", _ => Task.FromResult(1), cancellationToken); else await context.OnceAsync("a", _ => Task.FromResult(2), cancellationToken);""")]
    [InlineData("""if (job.N > 1) { await context.OnceAsync("a", _ => Task.FromResult(1), cancellationToken); return; } await context.OnceAsync("a", _ => Task.FromResult(2), cancellationToken);""")]
    public Task Step_names_of_their_own_are_fine(string body) => Verify.IsSilentAsync(In.Handler(body));

    [Theory]
    [InlineData("Stream", "Stream.Null")]
    [InlineData("object", "1")]
    public Task A_result_that_is_no_data_is_reported(string type, string value) =>
        ReportedAsync("JOB2013", In.Handler($"await context.[|OnceAsync<{type}>|](\"a\", _ => Task.FromResult<{type}>({value}), cancellationToken);"));

    private static async Task ReportedAsync(string id, string[] files)
    {
        var markup = Markup.Parse(files[0]);
        var compilation = Sources.Compile([markup.Text, .. files.Skip(1)]).WithGenerated();
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        var found = await Library.AnalyzeAsync(compilation);
        var said = found.Where(static d => !(d.Id == "JOB3001" && d.GetMessage().StartsWith("'ExecuteAsync'", StringComparison.Ordinal))); // of Dapper's calls, which are not what is asked here
        Assert.Equal(markup.Spans.Select(span => (id, span)), said.Select(static d => (d.Id, d.Location.SourceSpan)));
    }
}
