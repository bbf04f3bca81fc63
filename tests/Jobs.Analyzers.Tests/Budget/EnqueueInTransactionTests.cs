namespace Jobs.Analyzers.Tests.Budget;

public class EnqueueInTransactionTests
{
    [Theory]
    [InlineData("await using var t = await db.BeginTransactionAsync(); await client.[|EnqueueA|](new(1)); await t.CommitAsync();", "t")]
    [InlineData("using (var t = db.BeginTransaction()) { await client.[|EnqueueA|](new(1)); t.Commit(); }", "t")]
    [InlineData("using var scope = new TransactionScope(); await client.[|EnqueueAsync|](new A(1)); scope.Complete();", "scope")]
    [InlineData("using var t = db.BeginTransaction(); if (db.Database == \"\") { await client.[|EnqueueA|](new(1)); } t.Commit();", "t")]
    public Task Before_the_commit_is_reported(string body, string transaction) => Verify.ReportsAsync(
        Rule.EnqueueInTransaction, Of(body), $"The job may run before '{transaction}' is committed, and runs even if it never is: enqueue after the commit");

    [Theory]
    [InlineData("using var t = db.BeginTransaction(); t.Commit(); await client.EnqueueA(new(1));")]
    [InlineData("using (var t = db.BeginTransaction()) { t.Commit(); } await client.EnqueueA(new(1));")]
    [InlineData("await client.EnqueueA(new(1)); using var t = db.BeginTransaction(); t.Commit();")]
    [InlineData("await client.EnqueueA(new(1)); await db.OpenAsync();")]
    public Task After_it_or_without_one_is_fine(string body) => Verify.IsSilentAsync(Of(body));

    private static string Of(string body) =>
        $$"""
        using System.Data.Common;
        using System.Transactions;
        [Job("a")] public partial record A(int N);
        public class Caller(IJobClient client, DbConnection db)
        {
            public async Task GoAsync()
            {
                await Task.Yield();
                {{body}}
            }
        }
        """;
}
