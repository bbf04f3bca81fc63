using Jobs.Analyzers.Tests.Samples;

namespace Jobs.Analyzers.Tests.Idempotency;

/// <summary>Code put where a handler has it, with the libraries that the samples stand in for.</summary>
internal static class In
{
    /// <param name="body">What <c>HandleAsync</c>, which is async, does.</param>
    /// <param name="members">What else the class has.</param>
    public static string[] Handler(string body, string members = "") =>
    [
        $$"""
        using System.Net.Mail; using System.Data.Common; using Microsoft.EntityFrameworkCore; using StackExchange.Redis; using Stripe; using Dapper; using MassTransit;
        [Job("a", TimeoutSeconds = 10)] public partial record A(int N, Uri To, string Text);
        [Job("b", TimeoutSeconds = 10)] public partial record B(int N);
        public class Item { public int Id { get; set; } public int Stock { get; set; } public int Version { get; set; } }
        public class Link { public int ItemId { get; set; } public string PersonId { get; set; } = ""; }
        public class Row { public int Id { get; set; } public int ItemId { get; set; } public string PersonId { get; set; } = ""; }
        public class Note { public int Id { get; set; } public int TimesSent { get; set; } public int TimesRead { get; set; } }
        public class Db : DbContext { public DbSet<Item> Items => null!; public DbSet<Link> Links => null!; public DbSet<Row> Rows => null!; public DbSet<Note> Notes => null!; }
        public interface IStore { Task SaveAsync(string requestId, int n, CancellationToken ct); Task TraceAsync(string correlationId, CancellationToken ct); }
        [JobHandler]
        public class H(HttpClient http, SmtpClient smtp, Db db, IDatabase redis, DbConnection sql, ChargeService charges, IPublishEndpoint bus, IJobClient client, IStore store) : IJobHandler<A>
        {
            public async Task HandleAsync(A job, JobContext context, CancellationToken cancellationToken)
            {
                await Task.Yield();
                {{body}}
            }

            public object[] All => [http, smtp, db, redis, sql, charges, bus, client, store];
            {{members}}
        }
        """,
        .. Sample.StandIns,
    ];
}
