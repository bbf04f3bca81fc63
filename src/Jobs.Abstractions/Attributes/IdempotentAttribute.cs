namespace Jobs;

/// <summary>Says that running a handler, or one method of it, again does no harm, although the rules JOB2001 to JOB2011 cannot see why. They
/// report nothing in it.</summary>
/// <param name="why">What makes it so, for whoever reads the code next: a unique index, a check on the other side, a value that is set and not added.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false)]
public sealed class IdempotentAttribute(string why) : Attribute
{
    /// <summary>The reason.</summary>
    public string Why { get; } = why;
}
