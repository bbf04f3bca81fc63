namespace Jobs.Generators.Model;

/// <summary>How a list or set is gone through and put together.</summary>
internal enum Sequence
{
    Array,
    List,

    /// <summary>An interface with a count and an indexer, read back as a list.</summary>
    ListInterface,

    /// <summary>An interface with a count only, read back as a list.</summary>
    CollectionInterface,

    /// <summary>An <c>IEnumerable</c>, read back as a list.</summary>
    Enumerable,
    HashSet,

    /// <summary>A set interface, read back as a hash set.</summary>
    SetInterface,
    SortedSet,
    LinkedList,
    Queue,
    Stack,
    Collection,
    ObservableCollection,
    ReadOnlyCollection,
    FrozenSet,
    ImmutableArray,
    ImmutableList,
    ImmutableHashSet,
    ImmutableSortedSet,
    ImmutableQueue,
    ImmutableStack,
}

/// <summary>How a dictionary is put together.</summary>
internal enum Map
{
    Dictionary,

    /// <summary>A dictionary interface, read back as a dictionary.</summary>
    Interface,
    SortedDictionary,
    SortedList,
    ReadOnlyDictionary,
    FrozenDictionary,
    ImmutableDictionary,
    ImmutableSortedDictionary,
}
