namespace Jobs.Generators.Model;

/// <summary>A type that is written as one value by the writer or by <c>Jobs.Wire.WireFormat</c>.</summary>
internal enum Leaf
{
    None,
    Boolean,
    Byte,
    SByte,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Char,
    String,
    DateTime,

    // From here on by WireFormat.
    Decimal,
    Guid,
    DateTimeOffset,
    TimeSpan,
    DateOnly,
    TimeOnly,
    Half,
    Int128,
    UInt128,
    BigInteger,
    Rune,
    Uri,
    Version,
    ByteArray,
    MemoryOfByte,
    ReadOnlyMemoryOfByte,
    ArraySegmentOfByte,
}
