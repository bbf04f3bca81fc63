using System.Linq.Expressions;

namespace Microsoft.EntityFrameworkCore;

public class DbContext
{
    public virtual int SaveChanges() => 0;

    public virtual Task<int> SaveChangesAsync(CancellationToken cancellationToken = default) => Task.FromResult(0);
}

public abstract class DbSet<TEntity> : IQueryable<TEntity> where TEntity : class
{
    public abstract Type ElementType { get; }

    public abstract Expression Expression { get; }

    public abstract IQueryProvider Provider { get; }

    public abstract void Add(TEntity entity);

    public abstract ValueTask<TEntity?> FindAsync(params object?[]? keyValues);

    public abstract IEnumerator<TEntity> GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

public static class EntityFrameworkQueryableExtensions
{
    public static Task<bool> AnyAsync<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, bool>> predicate, CancellationToken cancellationToken = default) =>
        Task.FromResult(source.Any(predicate));

    public static Task<TSource> SingleAsync<TSource>(this IQueryable<TSource> source, Expression<Func<TSource, bool>> predicate, CancellationToken cancellationToken = default) =>
        Task.FromResult(source.Single(predicate));
}

public static class RelationalQueryableExtensions
{
    public static Task<int> ExecuteUpdateAsync<TSource>(
        this IQueryable<TSource> source, Expression<Func<SetPropertyCalls<TSource>, SetPropertyCalls<TSource>>> setPropertyCalls, CancellationToken cancellationToken = default) =>
        Task.FromResult(source.Count() + (setPropertyCalls.Parameters.Count * 0));
}

public sealed class SetPropertyCalls<TSource>
{
    public SetPropertyCalls<TSource> SetProperty<TProperty>(Func<TSource, TProperty> property, Func<TSource, TProperty> value) => this;
}
