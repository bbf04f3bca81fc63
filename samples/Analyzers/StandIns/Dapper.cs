using System.Data;

namespace Dapper;

public static class SqlMapper
{
    public static Task<int> ExecuteAsync(this IDbConnection connection, string sql, object? param = null) => Task.FromResult($"{connection}{sql}{param}".Length);
}
