namespace System.Runtime.CompilerServices;

/// <summary>Asked for by the compiler for <c>init</c> and records; not part of netstandard2.0.</summary>
internal static class IsExternalInit;
