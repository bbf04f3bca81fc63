using Microsoft.CodeAnalysis;

namespace Jobs.Analyzers.Tests.Idempotency;

/// <summary>Effects through the application's own interfaces and through libraries that the samples do not use.</summary>
public class ReachTests
{
    private const string Libraries = """
        using System.Linq.Expressions;
        namespace Refit { public class PostAttribute(string path) : Attribute { public string Path => path; } public class GetAttribute(string path) : Attribute { public string Path => path; } }
        namespace Flurl.Http { public static class GeneratedExtensions { public static Task PostJsonAsync(this string url, object body, CancellationToken cancellationToken = default) => Task.CompletedTask; } }
        namespace RestSharp
        {
            public enum Method { Get, Post }
            public class RestRequest(string resource, Method method = Method.Get) { public string Resource => resource; public Method Method { get; set; } = method; }
            public class RestClient { public Task ExecuteAsync(RestRequest request, CancellationToken cancellationToken) => Task.CompletedTask; }
        }
        namespace Hangfire { public static class BackgroundJob { public static string Enqueue(Expression<Action> call) => ""; } }
        namespace Quartz { public interface IScheduler { Task ScheduleJob(object trigger, CancellationToken cancellationToken); } }
        namespace DotNetCore.CAP { public interface ICapPublisher { Task PublishAsync(string name, object content, CancellationToken cancellationToken); } }
        namespace Dapr.Client { public class DaprClient { public Task PublishEventAsync(string pubsub, string topic, object data, CancellationToken cancellationToken) => Task.CompletedTask; } }
        namespace Azure.Messaging.EventGrid { public class EventGridPublisherClient { public Task SendEventAsync(object one, CancellationToken cancellationToken) => Task.CompletedTask; } }
        namespace Azure.Storage.Queues { public class QueueClient { public Task SendMessageAsync(string text, CancellationToken cancellationToken) => Task.CompletedTask; } }
        namespace Azure.Storage.Blobs.Specialized { public class AppendBlobClient { public Task AppendBlockAsync(Stream content, CancellationToken cancellationToken) => Task.CompletedTask; } }
        namespace StackExchange.Redis
        {
            public interface ISubscriber { Task<long> PublishAsync(string channel, string message); }
            public interface IDatabaseAsync { Task<long> ListLeftPushAsync(string key, string value); Task<string> StreamAddAsync(string key, string field, string value); }
        }
        namespace MongoDB.Driver
        {
            public interface IMongoCollection<T> { Task InsertOneAsync(T one, object? options = null, CancellationToken cancellationToken = default); Task UpdateOneAsync(object filter, object update, object? options = null, CancellationToken cancellationToken = default); }
            public class UpdateDefinitionBuilder<T> { public object Inc<V>(Expression<Func<T, V>> field, V value) => new(); public object Set<V>(Expression<Func<T, V>> field, V value) => new(); }
            public static class Builders<T> { public static UpdateDefinitionBuilder<T> Update => new(); }
        }
        namespace PayPalHttp { public class HttpClient { public Task Execute(object request) => Task.CompletedTask; } }
        namespace PayPalCheckoutSdk.Orders { public class OrdersCaptureRequest(string id) { public string Id => id; } }
        namespace App
        {
            public interface IEmailSender { Task SendEmailAsync(string to, string subject, string text); Task SendTestAsync(string to); }
            public interface ISmsService { Task SendCodeAsync(string to, string code, CancellationToken cancellationToken); }
            public interface IPartnerApi { [Refit.Post("/orders")] Task PlaceAsync(int order, CancellationToken cancellationToken); [Refit.Post("/orders/search")] Task SearchOrdersAsync(string text, CancellationToken cancellationToken); [Refit.Get("/orders")] Task ListAsync(CancellationToken cancellationToken); }
            public class Account { public int Id { get; set; } public int Balance { get; set; } public DateTime PaidUntil { get; set; } public List<Line> Lines { get; set; } = []; }
            public class Line { public int Amount { get; set; } }
            public class AppDb : Microsoft.EntityFrameworkCore.DbContext { public Microsoft.EntityFrameworkCore.DbSet<Account> Accounts => null!; }
            public interface IAccounts { Task<Account> GetAsync(int id, CancellationToken cancellationToken); Task UpdateAsync(Account account, CancellationToken cancellationToken); }
        }
        """;

    private const string Services =
        "private readonly App.IEmailSender mail = null!; private readonly App.ISmsService sms = null!; private readonly App.IPartnerApi partner = null!; private readonly App.AppDb shop = null!; private readonly App.IAccounts accounts = null!; "
        + "private readonly RestSharp.RestClient rest = null!; private readonly Quartz.IScheduler quartz = null!; private readonly DotNetCore.CAP.ICapPublisher cap = null!; private readonly Dapr.Client.DaprClient dapr = null!; "
        + "private readonly Azure.Messaging.EventGrid.EventGridPublisherClient grid = null!; private readonly Azure.Storage.Queues.QueueClient queue = null!; private readonly Azure.Storage.Blobs.Specialized.AppendBlobClient blob = null!; "
        + "private readonly StackExchange.Redis.ISubscriber channel = null!; private readonly StackExchange.Redis.IDatabaseAsync lists = null!; private readonly MongoDB.Driver.IMongoCollection<App.Account> mongo = null!; private readonly PayPalHttp.HttpClient paypal = null!;";

    [Theory]
    [InlineData("JOB2003", "await [|mail.SendEmailAsync(job.Text, \"\", \"\")|];")]
    [InlineData("JOB2003", "await [|sms.SendCodeAsync(job.Text, \"1\", cancellationToken)|];")]
    [InlineData("JOB2002", "await [|partner.PlaceAsync(job.N, cancellationToken)|];")]
    [InlineData("JOB2002", "await [|\"https://partner.example/orders\".PostJsonAsync(job, cancellationToken)|];")]
    [InlineData("JOB2002", "await [|rest.ExecuteAsync(new RestSharp.RestRequest(\"orders\", RestSharp.Method.Post), cancellationToken)|];")]
    [InlineData("JOB2002", "var r = new HttpRequestMessage(new HttpMethod(\"POST\"), job.To); await [|http.SendAsync(r, cancellationToken)|];")]
    [InlineData("JOB2002", "var r = new HttpRequestMessage { RequestUri = job.To }; r.Method = HttpMethod.Post; await [|http.SendAsync(r, cancellationToken)|];")]
    [InlineData("JOB2002", "await [|http.SendAsync(Order(job.To), cancellationToken)|];")]
    [InlineData("JOB2004", "await [|paypal.Execute(new PayPalCheckoutSdk.Orders.OrdersCaptureRequest(job.Text))|];")]
    [InlineData("JOB2009", "[|Hangfire.BackgroundJob.Enqueue(() => Console.WriteLine(1))|];")]
    [InlineData("JOB2009", "[|Hangfire.BackgroundJob.Enqueue(() => mail.SendEmailAsync(job.Text, \"\", \"\"))|];")]
    [InlineData("JOB2009", "await [|quartz.ScheduleJob(new object(), cancellationToken)|];")]
    [InlineData("JOB2009", "await [|cap.PublishAsync(\"orders\", 1, cancellationToken)|];")]
    [InlineData("JOB2009", "await [|dapr.PublishEventAsync(\"bus\", \"orders\", 1, cancellationToken)|];")]
    [InlineData("JOB2009", "await [|grid.SendEventAsync(new object(), cancellationToken)|];")]
    [InlineData("JOB2009", "await [|queue.SendMessageAsync(job.Text, cancellationToken)|];")]
    [InlineData("JOB2009", "await [|channel.PublishAsync(\"orders\", job.Text)|];")]
    [InlineData("JOB2009", "await [|lists.StreamAddAsync(\"orders\", \"id\", job.Text)|];")]
    [InlineData("JOB2009", "await [|lists.ListLeftPushAsync(\"orders\", job.Text)|];")]
    [InlineData("JOB2006", "await [|mongo.InsertOneAsync(new App.Account(), cancellationToken: cancellationToken)|];")]
    [InlineData("JOB2007", "await mongo.UpdateOneAsync(job.N, [|MongoDB.Driver.Builders<App.Account>.Update.Inc(a => a.Balance, 5)|], cancellationToken: cancellationToken);")]
    [InlineData("JOB2006", "var a = await shop.Accounts.SingleAsync(x => x.Id == job.N, cancellationToken); [|a.Lines.Add(new App.Line { Amount = 5 })|]; await shop.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2007", "var a = await accounts.GetAsync(job.N, cancellationToken); [|a.Balance += 5|]; await accounts.UpdateAsync(a, cancellationToken);")]
    [InlineData("JOB2007", "var a = await shop.Accounts.SingleAsync(x => x.Id == job.N, cancellationToken); [|a.PaidUntil = a.PaidUntil.AddDays(30)|]; await shop.SaveChangesAsync(cancellationToken);")]
    [InlineData("JOB2008", "await [|blob.AppendBlockAsync(Stream.Null, cancellationToken)|];")]
    [InlineData("JOB2002", "await Task.WhenAll(job.Text.Split(' ').Select(SendOne));")]
    public Task An_effect_through_it_is_reported(string id, string body) => FoundAsync(body, [id]);

    [Theory]
    [InlineData("JOB2003", "send-email", "await mail.SendEmailAsync(job.Text, \"\", \"\");")]
    [InlineData("JOB2003", "send-code", "await sms.SendCodeAsync(job.Text, \"1\", cancellationToken);")]
    [InlineData("JOB2002", "place", "await partner.PlaceAsync(job.N, cancellationToken);")]
    [InlineData("JOB2002", "post-json", "await \"https://partner.example/orders\".PostJsonAsync(job, cancellationToken);")]
    [InlineData("JOB2002", "execute", "await rest.ExecuteAsync(new RestSharp.RestRequest(\"orders\", RestSharp.Method.Post), cancellationToken);")]
    [InlineData("JOB2002", "send", "await http.SendAsync(Order(job.To), cancellationToken);")]
    [InlineData("JOB2004", "execute", "await paypal.Execute(new PayPalCheckoutSdk.Orders.OrdersCaptureRequest(job.Text));")]
    [InlineData("JOB2009", "enqueue", "Hangfire.BackgroundJob.Enqueue(() => Console.WriteLine(1));")]
    [InlineData("JOB2009", "schedule-job", "await quartz.ScheduleJob(new object(), cancellationToken);")]
    [InlineData("JOB2009", "publish", "await cap.PublishAsync(\"orders\", 1, cancellationToken);")]
    [InlineData("JOB2009", "publish-event", "await dapr.PublishEventAsync(\"bus\", \"orders\", 1, cancellationToken);")]
    [InlineData("JOB2009", "send-event", "await grid.SendEventAsync(new object(), cancellationToken);")]
    [InlineData("JOB2009", "send-message", "await queue.SendMessageAsync(job.Text, cancellationToken);")]
    [InlineData("JOB2009", "publish", "await channel.PublishAsync(\"orders\", job.Text);")]
    [InlineData("JOB2009", "stream-add", "await lists.StreamAddAsync(\"orders\", \"id\", job.Text);")]
    [InlineData("JOB2009", "list-left-push", "await lists.ListLeftPushAsync(\"orders\", job.Text);")]
    [InlineData("JOB2008", "append-block", "await blob.AppendBlockAsync(Stream.Null, cancellationToken);")]
    public Task A_step_around_it_is_offered_and_leaves_nothing_to_say(string id, string step, string body) =>
        FixedAsync(id, "Do it in a step: context.OnceAsync", body, $"await context.OnceAsync(\"{step}\", ");

    [Theory]
    [InlineData("var r = new HttpRequestMessage(new HttpMethod(\"POST\"), job.To); await http.SendAsync(r, cancellationToken);")]
    [InlineData("var r = new HttpRequestMessage { RequestUri = job.To }; r.Method = HttpMethod.Post; await http.SendAsync(r, cancellationToken);")]
    public Task A_header_is_offered_where_the_request_has_a_name(string body) =>
        FixedAsync("JOB2002", "Pass context.IdempotencyKey as a header", body, "r.Headers.Add(\"Idempotency-Key\", context.IdempotencyKey);");

    [Theory]
    [InlineData("Hangfire.BackgroundJob.Enqueue(() => Console.Clear());")]
    [InlineData("await mail.SendTestAsync(job.Text);")]
    [InlineData("await partner.SearchOrdersAsync(job.Text, cancellationToken); await partner.ListAsync(cancellationToken);")]
    [InlineData("await rest.ExecuteAsync(new RestSharp.RestRequest(\"orders\"), cancellationToken);")]
    [InlineData("await http.SendAsync(Keyed(job.To, context.IdempotencyKey), cancellationToken);")]
    [InlineData("await channel.PublishAsync(\"cache:invalidate\", job.Text);")]
    [InlineData("await mongo.InsertOneAsync(new App.Account { Id = job.N }, cancellationToken: cancellationToken);")]
    [InlineData("await mongo.UpdateOneAsync(job.N, MongoDB.Driver.Builders<App.Account>.Update.Set(a => a.Balance, 5), cancellationToken: cancellationToken);")]
    [InlineData("var a = await accounts.GetAsync(job.N, cancellationToken); a.Balance = job.N; await accounts.UpdateAsync(a, cancellationToken);")]
    [InlineData("var a = new App.Account(); a.Balance += 5; await accounts.UpdateAsync(a, cancellationToken);")]
    public Task Its_neighbour_that_repeats_nothing_is_fine(string body) => FoundAsync(body, []);

    [Fact]
    public async Task The_part_of_a_handler_that_a_derived_class_fills_in_is_looked_at()
    {
        var found = await Library.AnalyzeAsync(Sources.Compile(
            """
            [Job("a", TimeoutSeconds = 10)] public partial record A(int N);
            public abstract class Frame(HttpClient http) : IJobHandler<A>
            {
                protected HttpClient Http => http;
                public Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken) => RunAsync(job, cancellationToken);
                protected abstract Task RunAsync(A job, CancellationToken cancellationToken);
            }
            [JobHandler]
            public class H(HttpClient http) : Frame(http) { protected override Task RunAsync(A job, CancellationToken cancellationToken) => Http.PostAsync("https://a", null, cancellationToken); }
            """).WithGenerated());
        Assert.Equal(["JOB2002"], found.Select(static d => d.Id));
    }

    private static async Task FoundAsync(string body, string[] ids)
    {
        var files = FilesOf(body);
        var markup = Markup.Parse(files[0]);
        var compilation = Sources.Compile([markup.Text, .. files.Skip(1)]).WithGenerated();
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
        var found = (await Library.AnalyzeAsync(compilation)).Where(static d => d.Id.StartsWith("JOB2", StringComparison.Ordinal));
        Assert.Equal(markup.Spans.Select((span, i) => (ids[i], span)), found.Select(static d => (d.Id, d.Location.SourceSpan)));
    }

    private static async Task FixedAsync(string id, string title, string body, string expected)
    {
        var files = FilesOf(body);
        var text = await VerifyFix.AllInTurnAsync(Library.Rules.Single(r => r.Id == id), title, files[0], files[1..]);
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Empty(Sources.Compile([text, .. files.Skip(1)]).WithGenerated().GetDiagnostics(TestContext.Current.CancellationToken).Where(static d => d.Severity == DiagnosticSeverity.Error));
    }

    private static string[] FilesOf(string body)
    {
        var members = Services
            + " private Task SendOne(string text) => [|http.PostAsync(text, null)|];"
            + " private static HttpRequestMessage Order(Uri to) { var r = new HttpRequestMessage(HttpMethod.Post, to); return r; }"
            + " private static HttpRequestMessage Keyed(Uri to, string key) { var r = new HttpRequestMessage(HttpMethod.Post, to); r.Headers.Add(\"Idempotency-Key\", key); return r; }";
        var files = In.Handler(body, body.Contains("SendOne", StringComparison.Ordinal) ? members
            : members.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        files[0] = "using Flurl.Http; " + files[0];
        return [.. files, Libraries];
    }
}
