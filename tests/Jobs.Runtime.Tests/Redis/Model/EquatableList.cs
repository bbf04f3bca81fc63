using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Jobs.Runtime.Tests.Redis.Model;

/// <summary>An immutable list that equals another with equal items.</summary>
[CollectionBuilder(typeof(EquatableList), nameof(EquatableList.Create))]
internal readonly struct EquatableList<T>(ImmutableArray<T> items) : IReadOnlyList<T>, IEquatable<EquatableList<T>>
{
    private readonly ImmutableArray<T> items = items;

    public int Count => items.IsDefault ? 0 : items.Length;

    public T this[int index] => items[index];

    public EquatableList<T> Add(T item) => [.. this, item];

    public EquatableList<T> Except(T item) => [.. this.Where(other => !EqualityComparer<T>.Default.Equals(other, item))];

    public bool Equals(EquatableList<T> other) => this.SequenceEqual(other);

    public override bool Equals(object? obj) => obj is EquatableList<T> other && Equals(other);

    public override int GetHashCode() => Count;

    public override string ToString() => $"[{string.Join(", ", this)}]";

    public IEnumerator<T> GetEnumerator() => (items.IsDefault ? [] : items.AsEnumerable()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

internal static class EquatableList
{
    public static EquatableList<T> Create<T>(ReadOnlySpan<T> items) => new(ImmutableArray.Create(items));
}
