namespace System;

/// <summary>Asked for by the compiler for list patterns; not part of netstandard2.0.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;
}
