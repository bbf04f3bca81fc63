using System.ComponentModel;

namespace Jobs;

/// <summary>Written by the generator: names the class that registers an assembly's handlers, so that the <c>AddHandlers()</c> of
/// an assembly that references it finds them while compiling.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class JobHandlersRegistrationAttribute(Type registration) : Attribute
{
    /// <summary>A public static class with <c>public static void Register(JobHandlerTable table)</c>.</summary>
    public Type Registration { get; } = registration;
}
