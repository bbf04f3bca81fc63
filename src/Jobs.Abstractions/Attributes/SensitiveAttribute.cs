namespace Jobs;

/// <summary>On a member of a payload, or of a type that a payload or result reaches: its value appears in no log, error, page or command-line
/// output of this library. It is stored like any other: keep secrets elsewhere and let the payload name them.</summary>
/// <remarks>A record's generated <c>ToString</c> leaves it out where the record is a payload; what a handler itself logs or throws is its own.</remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter, Inherited = true)]
public sealed class SensitiveAttribute : Attribute;
